package dev.pontoon.delivery;

import dev.pontoon.claim.ClaimStore;
import dev.pontoon.deadletter.Parts;
import dev.pontoon.message.Claim;
import dev.pontoon.message.ClaimCheck;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.OutboundRecord;
import dev.pontoon.message.Outcome;
import dev.pontoon.message.Refusal;
import dev.pontoon.observe.RouteMetrics;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From one connection of the source to its loss: what both guarantee levels share. */
abstract class LaneSession implements Lane.Session {
  private static final Logger LOG = LoggerFactory.getLogger(LaneSession.class);

  /** How often a record is offered again that the sink could not take. */
  static final long RETRY_MILLIS = 200;

  /** How often a claim store, or Kafka for a new topic, is asked again. */
  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

  private final LaneParts parts;
  private final LaneMemory memory;
  private final Window window;
  private final LowWaterAcks acks;
  private final LineHold hold;
  private final Room room;
  private final DeadLettering deadLettering;
  private final Routing routing;
  private final Lane.AckMode mode;
  private final Object restartLock = new Object();
  private @Nullable Runnable restart;
  private volatile boolean failed;

  /** Used by the source's thread only. */
  private final Identities identities;

  /** Used by the source's thread only. */
  private long takenBytes;

  LaneSession(LaneParts parts, LaneMemory memory, Acknowledger acknowledger, Lane.AckMode mode) {
    this.parts = parts;
    this.memory = memory;
    this.mode = mode;
    this.identities = new Identities(parts.identity());
    this.window = new Window(parts.maxInFlight());
    this.acks = new LowWaterAcks(window, acknowledger, mode, parts, this::fail);
    this.hold = new LineHold(this, parts);
    this.room = new Room(parts, window, hold);
    this.deadLettering = new DeadLettering(this, parts, memory, hold);
    this.routing = new Routing(this, window);
    parts.metrics().inFlight(window::unacknowledged);
  }

  /** Where records of this session go. */
  abstract RecordSink sink();

  /** The passage has its place in the order; nothing of it is sent yet. */
  abstract void taken(Passage passage);

  /** Whether the line may wait here for an operator. If not, the session has failed. */
  abstract boolean mayWait();

  /** All records of the passage are confirmed or it was given up. Any thread. */
  abstract void finished(Passage passage);

  /** A record that the sink had taken was not confirmed. Any thread. */
  abstract void notConfirmed(Sending sending, SinkFailure failure);

  /** Makes everything taken safe in Kafka. Returns false if that did not happen in time. */
  abstract boolean awaitSafe(long nanos) throws InterruptedException;

  @Override
  public final void expect(int bytes) throws InterruptedException {
    room.expect(bytes);
  }

  @Override
  public boolean take(LegacyMessage message, Lane.Router router) throws InterruptedException {
    int room = room().of(message);
    return room != 0 && take(message, room, router);
  }

  /** As {@link #take(LegacyMessage, Lane.Router)}, with room in the budget. */
  final boolean take(LegacyMessage message, int room, Lane.Router router)
      throws InterruptedException {
    long sequence = 0;
    try {
      sequence = window.take(memory.travelsAlone());
    } finally {
      if (sequence == 0) {
        parts.budget().release(room);
      }
    }
    if (sequence == 0) {
      return false;
    }
    Passage passage = new Passage(this, message, sequence, room);
    takenBytes += passage.size();
    try {
      passage.identify(identities);
      taken(passage);
      if (confirmedBefore(passage)) {
        passage.skip();
      } else {
        routing.run(passage, router);
      }
    } catch (RuntimeException | Error e) {
      passage.giveUp();
      broken(e);
    } finally {
      // A passage that never ends would hold up the next session for ever.
      passage.end();
    }
    return true;
  }

  /** Something is wrong with the lane, and with no message: nothing is dead-lettered for it. */
  final void broken(Throwable fault) {
    LOG.atError()
        .setCause(fault)
        .addKeyValue("route", parts.route())
        .log("the bridge itself failed; the message goes back to the queue");
    fail("the bridge itself failed: " + fault);
  }

  @Override
  public final long takenBytes() {
    return takenBytes;
  }

  private boolean confirmedBefore(Passage passage) {
    RouteMetrics metrics = parts.metrics();
    Identity identity = passage.identity();
    LegacyMessage message = passage.message();
    if (passage.position() != null) {
      return false; // The source began behind what is confirmed.
    }
    if (identity == null) {
      metrics.withoutIdentity.increment();
    } else if ((message.redelivered() || Identity.saysEnough(message))
        && memory.confirmed().contains(identity)) {
      metrics.duplicatesSkipped.increment();
      return true;
    }
    if (message.redelivered()) {
      metrics.possibleDuplicates.increment();
    }
    return false;
  }

  /**
   * Maps and sends. On the routing thread; blocks while Kafka can't take it.
   *
   * @param number of what the steps make of the message, from 1
   */
  void forward(Passage passage, LegacyMessage derived, int number) {
    TopicGate gate = parts.topics();
    if (gate != TopicGate.OPEN && !hold.until(passage, ASK_AGAIN, () -> gate.trouble(derived))) {
      passage.giveUp();
      return;
    }
    Outcome outcome = map(derived);
    if (outcome instanceof OutboundRecord record) {
      send(passage, number, record, null);
    } else if (outcome instanceof ClaimCheck check) {
      send(passage, number, check.reference(), check.claim());
    } else if (!deadLettering.waitsFor((Refusal) outcome)) {
      refuse(passage, Parts.one(number), (Refusal) outcome);
    } else if (deadLettering.untilItFits(passage, derived)) {
      forward(passage, derived, number);
    } else {
      passage.giveUp();
    }
  }

  /** What no rule foresees in a message is still its fault: it would fail again and again. */
  private Outcome map(LegacyMessage derived) {
    try {
      return parts.mapper().map(derived);
    } catch (RuntimeException | StackOverflowError e) {
      LOG.atWarn().setCause(e).addKeyValue("route", parts.route()).log("a message can't be mapped");
      return new Refusal(Refusal.Reason.BODY_MALFORMED, "the mapping failed with " + e.getClass());
    }
  }

  private void send(Passage passage, int number, OutboundRecord record, @Nullable Claim claim) {
    if (deadLettering.parked(record.key())) {
      String why = "an earlier message with this key was refused";
      Refusal parked = new Refusal(Refusal.Reason.KEY_PARKED, why, record.key());
      refuse(passage, Parts.one(number), parked);
      return;
    }
    if (claim != null && !keep(passage, claim)) {
      passage.giveUp();
      return;
    }
    offer(new Sending(this, passage, Parts.one(number), record, false));
  }

  /** Waits until the claim is durable. Returns false if the session ended before. */
  final boolean keep(Passage passage, Claim claim) {
    return hold.until(passage, ASK_AGAIN, () -> tryToKeep(claim));
  }

  private @Nullable String tryToKeep(Claim claim) {
    ClaimStore claims = parts.claims();
    if (claims == null) {
      return "there is no claim store; name one in bridge.yaml";
    }
    try {
      claims.keep(claim);
      return null;
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  /** On a thread that may block: the routing thread, or a worker. */
  final void refuse(Passage passage, Parts refused, Refusal refusal) {
    deadLettering.refuse(passage, refused, refusal);
  }

  /** Hands over until the sink has it; abandons it when that will not be. */
  final void offer(Sending sending) {
    boolean taken = false;
    try {
      taken = sending.offer(sink());
      while (!taken) {
        if (parts.status().now().sinkTrouble() == null) {
          // Who watches Kafka may know more exactly what is wrong.
          parts.status().sink(sending.notSent());
        }
        if (pauseOrEnded()) {
          return;
        }
        taken = sending.offer(sink());
      }
    } finally {
      if (!taken) {
        sending.abandon();
      }
    }
  }

  /** Returns whether the session ended while waiting. */
  final boolean pauseOrEnded() {
    return pauseOrEnded(RETRY_MILLIS);
  }

  /** Returns whether the session ended while waiting. */
  final boolean pauseOrEnded(long millis) {
    try {
      return window.awaitEnd(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail("interrupted while waiting for Kafka");
      return true;
    }
  }

  /** A record reached Kafka. */
  final void confirmed(Sending sending) {
    if (sending.deadLetter()) {
      deadLettering.confirmed(sending);
    }
    sinkWorks();
  }

  /** Whatever was wrong with the sink is over. */
  final void sinkWorks() {
    if (parts.status().now().laneTrouble() != null && !hold.held()) {
      parts.status().sink(null);
    }
  }

  /** Counts a finished passage and lets the acknowledgement move on. */
  final void settle(Passage passage) {
    RouteMetrics metrics = parts.metrics();
    if (passage.refused()) {
      metrics.deadLettered.increment();
    } else if (passage.recorded()) {
      metrics.mirrored.increment();
    } else if (!passage.skipped()) {
      metrics.filtered.increment();
    }
    if (window.settle(passage.sequence()) > 0) {
      acks.advanced();
    }
  }

  /** Delivery can't go on: the source has to give everything back and start over. */
  final void fail(String why) {
    Runnable action;
    synchronized (restartLock) {
      if (failed) {
        return;
      }
      failed = true;
      action = restart;
    }
    close();
    LOG.atWarn()
        .addKeyValue("route", parts.route())
        .addKeyValue("reason", why)
        .log("delivery starts over from the queue");
    if (action != null) {
      action.run();
    }
  }

  @Override
  public final void onFailure(Runnable action) {
    boolean now;
    synchronized (restartLock) {
      restart = action;
      now = failed;
    }
    if (now) {
      action.run();
    }
  }

  @Override
  public final boolean settle() throws InterruptedException {
    // A message given up at the end of the session is finished, but not safe: a source that
    // acknowledges all it has received must then acknowledge nothing.
    return awaitSafe(Long.MAX_VALUE)
        && !failed
        && window.unacknowledged() == 0
        && acks.acknowledgeNow();
  }

  @Override
  public void close() {
    window.end();
    parts.budget().wake();
    room.giveBack();
  }

  @Override
  public boolean drain(Duration timeout) throws InterruptedException {
    boolean safe = awaitSafe(timeout.toNanos()) && !failed;
    return safe && (mode == Lane.AckMode.ASYNC ? acks.acknowledgeNow() : acks.allAcknowledged());
  }

  /** Kafka will never take this record. On a thread that may block. */
  final void refusedByKafka(Sending sending, String why) {
    try {
      if (sending.deadLetter()) {
        deadLettering.refusedAgain(sending, why);
        return;
      }
      byte[] key = sending.record().key();
      Refusal refusal = new Refusal(Refusal.Reason.REJECTED_BY_KAFKA, why, key);
      refuse(sending.passage(), sending.parts(), refusal);
      sending.end();
    } catch (RuntimeException | Error e) {
      sending.abandon();
      broken(e);
    }
  }

  final boolean failed() {
    return failed;
  }

  final LaneParts parts() {
    return parts;
  }

  final LaneMemory memory() {
    return memory;
  }

  final Room room() {
    return room;
  }

  final Window window() {
    return window;
  }
}
