package dev.pontoon.source;

import dev.pontoon.delivery.Lane;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a {@link SourceLoop} is doing, with all that this state owns. */
sealed interface LoopState {

  /** What has to end before the next state; null if it only waits. */
  default @Nullable Operation operation() {
    return null;
  }

  /** Not started yet. */
  record Idle() implements LoopState {}

  /** Kafka is asked for all that the route writes to. */
  record Preparing(Operation operation) implements LoopState {}

  /**
   * Another reader is the active one.
   *
   * @param since as {@link System#nanoTime}
   */
  record Standby(long since) implements LoopState {}

  /**
   * Becomes the reader, then opens the lane.
   *
   * @param attachment null before it is the reader
   */
  record Connecting(Operation operation, @Nullable Attachment attachment) implements LoopState {}

  /** Messages flow, or would if there were any. */
  record Reading(Attachment attachment, Lane.Session session, long since) implements LoopState {}

  /**
   * What it had is given back, or a call that nobody waits for any more has to end.
   *
   * @param held what must be given back when the operation has ended
   * @param atLeast how long to wait before the next try
   */
  record Draining(Operation operation, Next next, Duration atLeast, @Nullable Attachment held)
      implements LoopState {
    Draining then(Next other) {
      return new Draining(operation, other, Duration.ZERO, held);
    }

    /** After the operation: what it made and has to be given back. */
    @Nullable Attachment left() {
      if (operation.kind() == Operation.Kind.RELEASE) {
        return null;
      }
      Attachment made = operation.made().attachment();
      return made == null ? held : made;
    }

    /** How long it may take, if that is known. */
    @Nullable Duration limit() {
      boolean ends = operation.kind() != Operation.Kind.RELEASE && next == Next.STOPPED;
      return ends ? LoopMachine.GRACE : operation.limit();
    }
  }

  /** What comes after {@link Draining}. */
  enum Next {
    TRY_AGAIN,
    STANDBY,
    STOPPED,
    START
  }

  /** Something did not work: waits for the next try. */
  record BackingOff() implements LoopState {}

  /** Ended by a stop; may be started again. */
  record Stopped() implements LoopState {}
}
