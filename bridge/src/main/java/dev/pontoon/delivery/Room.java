package dev.pontoon.delivery;

import dev.pontoon.message.LegacyMessage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one session takes of the budget: for a message that has arrived, or for one that is about to
 * be received. For the source's thread; {@link #giveBack} for all.
 */
final class Room {
  private final LaneParts parts;
  private final Window window;
  private final LineHold hold;

  /** For the message that is being received; 0 for none. */
  private final AtomicInteger expected = new AtomicInteger();

  Room(LaneParts parts, Window window, LineHold hold) {
    this.parts = parts;
    this.window = window;
    this.hold = hold;
  }

  /** See {@link Lane.Session#expect}. */
  void expect(int bytes) throws InterruptedException {
    // What was expected before has not come, and must not stand in the way.
    giveBack();
    expected.set(reserve(bytes));
    if (window.ended()) {
      giveBack();
    }
  }

  /**
   * What the message was expected with, or as much as it needs: waits until there is so much. Who
   * gets it gives it back to the budget; 0 when the session has ended.
   */
  int of(LegacyMessage message) throws InterruptedException {
    int taken = expected.getAndSet(0);
    return taken != 0 ? taken : reserve(message.size());
  }

  /** Gives back what no message has come for. */
  void giveBack() {
    int taken = expected.getAndSet(0);
    if (taken != 0) {
      parts.budget().release(taken);
    }
  }

  private int reserve(int size) throws InterruptedException {
    while (hold.held()) {
      if (window.awaitEnd(LaneSession.RETRY_MILLIS)) {
        return 0;
      }
    }
    return parts.budget().acquire(size, window::ended, this::noRoom);
  }

  /** The next record that Kafka confirms takes it back. */
  private void noRoom() {
    if (parts.status().now().sinkTrouble() == null) {
      parts.status().sink(parts.budget().full());
    }
  }
}
