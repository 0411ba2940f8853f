package dev.pontoon.delivery;

import dev.pontoon.config.RouteConfig.Oversize;
import dev.pontoon.deadletter.DeadLetter;
import dev.pontoon.deadletter.DeadLetter.Stage;
import dev.pontoon.deadletter.Parts;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Refusal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to a refused message: its dead letter is written and confirmed before the message
 * counts as settled; or the line stops. If the dead letter can't be written either, the line waits
 * and says so: nothing is dropped.
 */
final class DeadLettering {
  /** How often it is looked whether limits have changed. */
  private static final Duration RETRY = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(DeadLettering.class);

  private final LaneSession session;
  private final LaneParts parts;
  private final LaneMemory memory;
  private final LineHold hold;

  DeadLettering(LaneSession session, LaneParts parts, LaneMemory memory, LineHold hold) {
    this.session = session;
    this.parts = parts;
    this.memory = memory;
    this.hold = hold;
  }

  /** Whether an earlier message with this key was refused and the route parks such keys. */
  boolean parked(byte @Nullable [] key) {
    return key != null && memory.parkedKeys().contains(key);
  }

  /** Acts as the route's policy says. May block. The caller's own part of the passage goes on. */
  void refuse(Passage passage, Parts refused, Refusal refusal) {
    memory
        .refusalLines()
        .pass()
        .ifPresent(
            heldBack ->
                LOG.atWarn()
                    .addKeyValue("route", parts.route())
                    .addKeyValue("reason", refusal.reason())
                    .addKeyValue("detail", refusal.message())
                    .addKeyValue("heldBack", heldBack)
                    .log("message refused"));
    DeadLetter letter = mayGoOn(passage, refusal) ? complete(passage, refused, refusal) : null;
    if (letter == null || letter.claim() != null && !session.keep(passage, letter.claim())) {
      passage.giveUp();
      return;
    }
    session.offer(new Sending(session, passage, refused, letter.record(), true));
  }

  /** Holds the line where the route wants that, or where a key can't be parked. */
  private boolean mayGoOn(Passage passage, Refusal refusal) {
    byte[] key = refusal.key();
    return switch (parts.onRefusal()) {
      case DEAD_LETTER -> true;
      case STOP -> hold.until(passage, RETRY, () -> stopped(refusal));
      case PARK_KEY -> key == null || hold.until(passage, RETRY, () -> park(key));
    };
  }

  private @Nullable String park(byte[] key) {
    ParkedKeys parked = memory.parkedKeys();
    return parked.add(key) ? null : parked.full();
  }

  private static String stopped(Refusal refusal) {
    return "stopped by a refused message (" + refusal.reason() + "): " + refusal.message();
  }

  /** Whether the line waits until the topic takes this message. */
  boolean waitsFor(Refusal refusal) {
    return parts.oversize() == Oversize.STOP && refusal.reason() == Refusal.Reason.TOO_LARGE;
  }

  /** Waits until it is not too large any more. Returns false when the session ended before. */
  boolean untilItFits(Passage passage, LegacyMessage derived) {
    return hold.until(
        passage,
        RETRY,
        () ->
            parts.mapper().map(derived) instanceof Refusal refusal && waitsFor(refusal)
                ? stopped(refusal)
                : null);
  }

  /**
   * Waits until the dead letter can hold everything: limits may be raised, a claim store may be
   * named. Returns null when the session ended before.
   */
  private @Nullable DeadLetter complete(Passage passage, Parts refused, Refusal refusal) {
    AtomicReference<@Nullable DeadLetter> made = new AtomicReference<>();
    boolean whole =
        hold.until(
            passage,
            RETRY,
            () -> {
              DeadLetter letter =
                  parts
                      .deadLetters()
                      .make(passage.message(), refusal, stage(refusal.reason()), refused);
              made.set(letter);
              return letter.trouble() == null
                  ? null
                  : letter.trouble() + ". It was refused because " + refusal.message();
            });
    return whole ? made.get() : null;
  }

  private static Stage stage(Refusal.Reason reason) {
    return switch (reason) {
      case STEP_FAILED -> Stage.STEPS;
      case REJECTED_BY_KAFKA -> Stage.SENDING;
      default -> Stage.MAPPING;
    };
  }

  /** The dead letter itself was refused: only an operator can help. Tries again until the end. */
  void refusedAgain(Sending sending, String why) {
    String trouble =
        "neither topic nor dead-letter topic "
            + sending.record().topic()
            + " takes a message; raise the topic's limits: "
            + why;
    hold.begin(sending.passage(), trouble);
    if (session.pauseOrEnded()) {
      sending.abandon();
    } else {
      session.offer(sending);
    }
  }

  /** A dead letter reached Kafka: it no longer holds the line. */
  void confirmed(Sending sending) {
    hold.end(sending.passage());
  }
}
