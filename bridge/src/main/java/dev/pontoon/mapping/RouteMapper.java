package dev.pontoon.mapping;

import dev.pontoon.config.RouteConfig;
import dev.pontoon.config.RouteConfig.Envelope.Mode;
import dev.pontoon.config.RouteConfig.Oversize;
import dev.pontoon.config.RouteConfig.Tombstone;
import dev.pontoon.message.ClaimCheck;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Origin;
import dev.pontoon.message.OutboundRecord;
import dev.pontoon.message.Outcome;
import dev.pontoon.message.Refusal;
import dev.pontoon.message.Refusal.Reason;
import java.time.Clock;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The mapper of one route: everything that is the same for all its messages is made once. */
public final class RouteMapper implements Mapper {

  /** Application headers of one message; more are refused. The one of a redrive is not counted. */
  public static final int MAX_HEADERS = 1000;

  /** Tables and lists within each other; deeper ones are refused. */
  public static final int MAX_DEPTH = 32;

  private final RouteConfig route;
  private final TopicChooser topics;
  private final KeyChooser keys;
  private final BodyWriter bodies;
  private final boolean tombstones;
  private final @Nullable CloudEvents events;
  private final StandardHeaders standard;
  private final Function<String, TopicLimits> limits;
  private final Clock clock;
  private final Runnable clamped;

  /**
   * @param origin where the route reads
   * @param limits what the topic takes at the moment; asked once per message
   * @param clock for the arrival time
   * @param expressions for {@code camel:} keys
   * @param clamped told of every record that got the arrival time although the route asks for the
   *     message's own
   * @throws IllegalArgumentException if a key rule can't be compiled
   */
  public RouteMapper(
      RouteConfig route,
      Origin origin,
      Supplier<TopicLimits> limits,
      Clock clock,
      KeyExpressions expressions,
      Runnable clamped) {
    this(
        route,
        origin,
        new TopicChooser(route.to(), Set.of(route.deadLetter().topic())),
        topic -> limits.get(),
        clock,
        expressions,
        clamped);
  }

  /**
   * As the other one, for topics that have been made ready.
   *
   * @param topics chooses each message's topic
   * @param limits what a topic takes at the moment; asked once per message
   */
  public RouteMapper(
      RouteConfig route,
      Origin origin,
      TopicChooser topics,
      Function<String, TopicLimits> limits,
      Clock clock,
      KeyExpressions expressions,
      Runnable clamped) {
    this.route = route;
    this.topics = topics;
    this.keys = new KeyChooser(route, expressions);
    this.bodies = new BodyWriter(route.body().object(), MAX_DEPTH);
    this.tombstones = route.tombstone() == Tombstone.EMPTY_BODY;
    this.events =
        route.envelope().mode() == Mode.NONE ? null : new CloudEvents(route.envelope(), origin);
    this.standard = new StandardHeaders(origin);
    this.limits = limits;
    this.clock = clock;
    this.clamped = clamped;
  }

  @Override
  public Outcome map(LegacyMessage message) {
    TopicChooser.Choice topic = topics.choose(message);
    TopicLimits now = limits.apply(topic.topic());
    KeyChooser.Choice key = keys.choose(message);
    long arrival = clock.millis();
    RecordTime time = RecordTime.decide(route.time(), message, now, arrival);
    Outcome outcome = map(message, topic, key, time.of(message, arrival), now);
    if (time.clamped() && !(outcome instanceof Refusal)) {
      clamped.run();
    }
    return outcome;
  }

  /** What {@link #map} makes of the message and why; counts nothing. */
  public Explanation explain(LegacyMessage message) {
    TopicChooser.Choice topic = topics.choose(message);
    TopicLimits now = limits.apply(topic.topic());
    KeyChooser.Choice key = keys.choose(message);
    long arrival = clock.millis();
    RecordTime time = RecordTime.decide(route.time(), message, now, arrival);
    Outcome outcome = map(message, topic, key, time.of(message, arrival), now);
    return Explanation.of(outcome, key, time, bodies.write(message.body()));
  }

  private Outcome map(
      LegacyMessage message,
      TopicChooser.Choice chosen,
      KeyChooser.Choice choice,
      long time,
      TopicLimits now) {
    if (choice.refusal() != null) {
      return choice.refusal();
    }
    byte[] key = choice.key();
    if (chosen.refusal() != null) {
      return withKey(chosen.refusal(), key);
    }
    String topic = chosen.topic();
    if (key == null && now.compacted()) {
      return new Refusal(
          Reason.KEY_REQUIRED,
          "no key (" + choice.rule() + "), and " + topic + " is compacted: give the route a key");
    }
    BodyWriter.Content content = bodies.write(message.body());
    Refusal unfit = unfit(content);
    if (unfit != null) {
      return withKey(unfit, key);
    }
    HeaderBlock block = new HeaderBlock(message.headers().size() + 16, MAX_DEPTH);
    standard.addTo(block, message);
    content.addTo(block);
    block.addProperties(message);
    byte[] body = content.bytes();
    if (events == null) {
      block.addApplication(message.headers());
    } else {
      body = events.wrap(block, message, content, key, time);
    }
    if (count(message) > MAX_HEADERS || block.cut()) {
      return withKey(tooManyHeaders(message), key);
    }
    byte[] value = tombstones && content.bytes().length == 0 ? null : body;
    return sized(new OutboundRecord(topic, key, value, time, block.finish()), now);
  }

  private @Nullable Refusal unfit(BodyWriter.Content content) {
    Refusal body = content.refusal();
    return body != null || events == null ? body : events.tooLarge(content.bytes());
  }

  private Outcome sized(OutboundRecord record, TopicLimits now) {
    int limit = now.maxRecordBytes();
    if (RecordSize.surelyFits(record, limit)) {
      return record;
    }
    long size = RecordSize.of(record);
    if (size <= limit) {
      return record;
    }
    String store = route.claimStore();
    if (route.oversize() == Oversize.CLAIM_CHECK && store != null && record.value() != null) {
      ClaimCheck check = ClaimReference.of(record, record.value(), store);
      if (RecordSize.of(check.reference()) <= limit) {
        return check;
      }
    }
    return withKey(tooLarge(record, size, limit), record.key());
  }

  /** Without Pontoon's own: what could be mirrored once can be mirrored after a redrive. */
  private static int count(LegacyMessage message) {
    int all = message.headers().size();
    return message.headers().containsKey(LegacyMessage.REDRIVE) ? all - 1 : all;
  }

  private Refusal tooLarge(OutboundRecord record, long size, int limit) {
    int value = record.value() == null ? 0 : record.value().length;
    return new Refusal(
        Reason.TOO_LARGE,
        "the record has "
            + size
            + " bytes (body "
            + value
            + ", key, headers and frame "
            + (size - value)
            + "), and at most "
            + limit
            + " go to "
            + record.topic()
            + ": raise the topic's max.message.bytes and the client's max.request.size"
            + instead(value));
  }

  /** What helps beside a larger limit. */
  private String instead(int value) {
    if (route.oversize() != Oversize.CLAIM_CHECK) {
      return ", or write oversize: claim-check";
    }
    return value == 0
        ? "; there is no body that a claim store could keep"
        : "; oversize: claim-check does not help, since key and headers alone are too large";
  }

  private static Refusal tooManyHeaders(LegacyMessage message) {
    return new Refusal(
        Reason.TOO_MANY_HEADERS,
        count(message) > MAX_HEADERS
            ? count(message) + " headers; at most " + MAX_HEADERS + " are taken"
            : "a header holds tables or lists nested deeper than "
                + MAX_DEPTH
                + " levels, or too large ones");
  }

  private static Refusal withKey(Refusal refusal, byte @Nullable [] key) {
    return new Refusal(refusal.reason(), refusal.message(), key);
  }
}
