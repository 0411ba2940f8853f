package dev.pontoon.delivery;

import dev.pontoon.message.LegacyMessage;
import java.time.Duration;
import java.util.Map;

/**
 * One route's way into Kafka. Made once per route; source sessions come and go on it, one at a
 * time.
 */
public interface Lane {

  /**
   * Opens the next session. Waits until everything of the session before is settled (drain
   * barrier), so that nothing delivered again can overtake or double what is still on its way.
   *
   * @param acknowledger acknowledges for this session only
   * @param mode when it is called
   * @throws InterruptedException when the thread is interrupted while waiting
   */
  Session open(Acknowledger acknowledger, AckMode mode) throws InterruptedException;

  /**
   * Does what {@link #open} does, without a source and without effect, to find out whether it would
   * work.
   *
   * @throws IllegalStateException when it would not; the message is for the operator
   * @throws InterruptedException when the thread is interrupted while waiting
   */
  void tryOut() throws InterruptedException;

  /** Stops for good. Call after the last session was closed and drained. */
  void close();

  /** When a session's acknowledger is called. */
  enum AckMode {
    /** On a thread of the lane's, soon after messages are safe, many at once. */
    ASYNC,
    /** Only inside {@link Session#settle}, on the calling thread. */
    ON_SETTLE
  }

  /** From one connection of the source to its loss. Used by one source thread at a time. */
  interface Session {

    /**
     * Makes room for a message that is about to be received: to be called before its bytes are in
     * memory. Blocks while too much is in flight; the next {@link #take} has the room. Returns at
     * once when the session has ended.
     *
     * @param bytes of its body
     */
    void expect(int bytes) throws InterruptedException;

    /**
     * Takes a message in, in the order of delivery, and routes it. Blocks while too much is in
     * flight. The first message of a session has the sequence 1, the next 2, and so on.
     *
     * @param router runs the route on this thread; not called for a message that was confirmed
     *     before and came again
     * @return false if the session has ended: the message was not taken and must not be
     *     acknowledged
     */
    boolean take(LegacyMessage message, Router router) throws InterruptedException;

    /**
     * Where a source that reads streams has to begin, by stream: the last message that is safe in
     * Kafka, with all before it. Empty for streams that were never read, and for queues.
     */
    default Map<String, Position> positions() {
      return Map.of();
    }

    /** What the messages taken so far weigh, in bytes: {@link LegacyMessage#size}, added up. */
    long takenBytes();

    /**
     * Mode {@link AckMode#ON_SETTLE}: blocks until every message taken is safe in Kafka, then
     * acknowledges on this thread.
     *
     * @return false if the session has failed: then nothing may be acknowledged
     */
    boolean settle() throws InterruptedException;

    /** Takes no further message; wakes whoever waits to be taken. Never blocks. */
    void close();

    /**
     * After {@link #close}: waits until everything taken is safe, and in mode {@link AckMode#ASYNC}
     * acknowledges it.
     *
     * @return whether everything taken is acknowledged
     */
    boolean drain(Duration timeout) throws InterruptedException;

    /**
     * Registers what runs, once, when delivery can't go on with this session: the source must drop
     * its connection without acknowledging and open a new session.
     */
    void onFailure(Runnable restart);
  }

  /** Runs a message through the route's steps. */
  interface Router {
    /**
     * Calls {@link InFlight#forward} for each record that the message becomes, before it returns.
     *
     * @throws Exception what a step threw
     */
    void route(InFlight message) throws Exception;
  }
}
