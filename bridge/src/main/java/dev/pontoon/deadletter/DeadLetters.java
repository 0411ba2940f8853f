package dev.pontoon.deadletter;

import dev.pontoon.config.RouteConfig;
import dev.pontoon.config.RouteConfig.ObjectBody;
import dev.pontoon.mapping.BodyWriter;
import dev.pontoon.mapping.HeaderBlock;
import dev.pontoon.mapping.StandardHeaders;
import dev.pontoon.mapping.TopicLimits;
import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Origin;
import dev.pontoon.message.PrintableText;
import dev.pontoon.message.Refusal;
import dev.pontoon.message.TimeText;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the dead letters of one route: body, key where known and headers as a good record has them,
 * and the reason. There is one for every message. Safe for all threads.
 */
public final class DeadLetters {

  /** Longest {@code pontoon.error.message} in bytes. */
  public static final int MAX_MESSAGE = 1024;

  /**
   * Tables and lists within each other: far more than a good record may have, and still no danger
   * for the stack.
   */
  private static final int MAX_DEPTH = 256;

  private static final long MAX_COUNT = 1_000_000_000L;

  private final String topic;
  private final String route;
  private final String source;
  private final StandardHeaders standard;
  private final BodyWriter bodies = new BodyWriter(ObjectBody.BYTES, MAX_DEPTH);
  private final Supplier<TopicLimits> limits;
  private final Clock clock;
  private final @Nullable String store;
  private final boolean steps;

  /**
   * @param origin where the route reads
   * @param limits what the dead-letter topic takes at the moment; asked once per dead letter
   * @param clock for the time of the refusal, which is also the record's timestamp
   */
  public DeadLetters(RouteConfig config, Origin origin, Supplier<TopicLimits> limits, Clock clock) {
    this.topic = config.deadLetter().topic();
    this.route = config.id();
    this.source = StandardHeaders.place(origin);
    this.standard = new StandardHeaders(origin);
    this.limits = limits;
    this.clock = clock;
    this.store = config.claimStore();
    this.steps = !config.steps().isEmpty();
  }

  /**
   * The dead letter of a refused message. Where a redrive has brought it back to the queue, its
   * count goes on from what {@link LegacyMessage#REDRIVE} says.
   *
   * @param message as it was before the route's steps
   * @param parts what of it the letter stands for
   */
  public DeadLetter make(
      LegacyMessage message, Refusal refusal, DeadLetter.Stage stage, Parts parts) {
    return make(message, refusal, stage, parts, RedriveMark.count(message));
  }

  /** The same of a message that has been refused so often before. */
  DeadLetter make(
      LegacyMessage message,
      Refusal refusal,
      DeadLetter.Stage stage,
      Parts parts,
      long refusedBefore) {
    TopicLimits now = limits.get();
    long time = clock.millis();
    BodyWriter.Content content = bodies.write(message.body());
    HeaderBlock own = new HeaderBlock(8, MAX_DEPTH);
    standard.addTo(own, message);
    content.addTo(own);
    HeaderBlock original = new HeaderBlock(message.headers().size() + 24, MAX_DEPTH);
    original.addProperties(message);
    message.headers().forEach(original::addApplication);
    HeaderBlock errors = errors(refusal, stage, time, refusedBefore);
    if (message.body() instanceof Body.Unreadable body) {
      errors.add(ErrorHeader.UNREADABLE.header(), PrintableText.of(body.why(), MAX_MESSAGE));
    }
    if (steps) {
      errors.add(ErrorHeader.PARTS.header(), parts.text());
    }
    Letter letter =
        new Letter(
            topic,
            time,
            refusal.key(),
            content.bytes(),
            own.finish(),
            original.finish(),
            errors.finish());
    return letter.fitted(now, store, content.whole(), !original.cut());
  }

  private HeaderBlock errors(
      Refusal refusal, DeadLetter.Stage stage, long time, long refusedBefore) {
    HeaderBlock block = new HeaderBlock(8, MAX_DEPTH);
    block.add(ErrorHeader.REASON.header(), refusal.reason().name());
    block.add(ErrorHeader.MESSAGE.header(), PrintableText.of(refusal.message(), MAX_MESSAGE));
    block.add(ErrorHeader.ROUTE.header(), route);
    block.add(ErrorHeader.STAGE.header(), stage.text());
    block.add(ErrorHeader.SOURCE.header(), source);
    block.add(ErrorHeader.TIME.header(), TimeText.of(Instant.ofEpochMilli(time)));
    block.add(ErrorHeader.COUNT.header(), Long.toString(Math.min(refusedBefore, MAX_COUNT) + 1));
    return block;
  }
}
