package dev.pontoon.delivery;

import dev.pontoon.config.RouteConfig.OnRefusal;
import dev.pontoon.deadletter.DeadLetter;
import dev.pontoon.deadletter.DeadLetter.Stage;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Refusal;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to a refused message: its dead letter is written and confirmed before the message
 * counts as settled; or the line stops. If the dead letter can't be written either, the line waits
 * and says so: nothing is dropped.
 */
final class DeadLettering {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLettering.class);

  private final LaneSession session;
  private final LaneParts parts;
  private final LaneMemory memory;

  /** Passages that hold the line: stopped ones, and those whose dead letter was refused. */
  private final Set<Passage> stuck = ConcurrentHashMap.newKeySet();

  DeadLettering(LaneSession session, LaneParts parts, LaneMemory memory) {
    this.session = session;
    this.parts = parts;
    this.memory = memory;
  }

  /** Whether an earlier message with this key was refused and the route parks such keys. */
  boolean parked(byte @Nullable [] key) {
    return key != null
        && !memory.parkedKeys().isEmpty()
        && memory.parkedKeys().contains(ByteBuffer.wrap(key));
  }

  /** Whether the line waits for an operator. */
  boolean stuck() {
    return !stuck.isEmpty();
  }

  /** Acts as the route's policy says. May block; ends the passage's part of it in any case. */
  void refuse(Passage passage, LegacyMessage derived, Refusal refusal) {
    LOG.atWarn()
        .addKeyValue("route", parts.route())
        .addKeyValue("reason", refusal.reason())
        .addKeyValue("detail", refusal.message())
        .log("message refused");
    if (parts.onRefusal() == OnRefusal.STOP) {
      passage.begin(true);
      stop(
          passage, "stopped by a refused message (" + refusal.reason() + "): " + refusal.message());
      return;
    }
    byte[] key = refusal.key();
    if (parts.onRefusal() == OnRefusal.PARK_KEY && key != null) {
      memory.parkedKeys().add(ByteBuffer.wrap(key));
    }
    passage.begin(true);
    DeadLetter letter = parts.deadLetters().make(derived, refusal, stage(refusal.reason()));
    if (!letter.complete()) {
      stop(
          passage, "the message is too large even for the dead-letter topic: " + refusal.message());
      return;
    }
    session.offer(new Sending(session, passage, derived, letter.record(), true));
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
    boolean news = stuck.add(sending.passage());
    parts.status().sink(trouble);
    if (news) {
      LOG.atError()
          .addKeyValue("route", parts.route())
          .addKeyValue("detail", why)
          .log("line waits");
    }
    if (session.pauseOrEnded()) {
      sending.passage().abandon();
    } else {
      session.offer(sending);
    }
  }

  /** A dead letter reached Kafka: it no longer holds the line. */
  void confirmed(Sending sending) {
    stuck.remove(sending.passage());
  }

  /** Holds the line until the session ends. */
  private void stop(Passage passage, String why) {
    if (!session.mayWait()) {
      passage.abandon();
      return;
    }
    stuck.add(passage);
    parts.status().sink(why);
    LOG.atError()
        .addKeyValue("route", parts.route())
        .addKeyValue("detail", why)
        .log("line stopped");
    boolean ended = false;
    while (!ended) {
      ended = session.pauseOrEnded();
    }
    passage.abandon();
  }
}
