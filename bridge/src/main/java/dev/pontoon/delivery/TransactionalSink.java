package dev.pontoon.delivery;

import java.util.Map;

/**
 * The one writer of a lane that delivers effectively once; implemented by {@code kafka}. Between
 * {@link #begin} and {@link #commit} all that is sent becomes visible together or not at all. Calls
 * come from one thread at a time; they block while Kafka is away, until {@link #close}.
 */
public interface TransactionalSink extends RecordSink, AutoCloseable {

  /**
   * Becomes the only writer: every older one of the same lane can't commit from now on, and what it
   * left undecided is decided.
   *
   * @return the lane's state as last committed: slot number to its value
   * @throws SinkException when it can't be; the message is for the operator
   */
  Map<Integer, byte[]> takeOver() throws SinkException;

  void begin() throws SinkException;

  /** Writes a slot of the lane's state as part of the open transaction. */
  void state(int slot, byte[] value) throws SinkException;

  /**
   * @throws SinkException when it was not committed, or nobody knows; only {@link #takeOver} of a
   *     new sink tells
   */
  void commit() throws SinkException;

  /** Gives the open transaction up; nothing of it becomes visible. */
  void abort() throws SinkException;

  /** Ends at once; wakes whoever is blocked. */
  @Override
  void close();

  /** Makes a writer for each session: one that has failed is never used again. */
  interface Factory {
    TransactionalSink open();
  }

  /** The transaction, or the writer, is lost. */
  final class SinkException extends Exception {
    public SinkException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
