package dev.pontoon.bench.load;

/** Sends single messages without waiting for each. */
interface PacedPublisher extends AutoCloseable {

  void send(long number, byte[] body) throws Exception;

  /** What was sent must go on its way now. */
  void flush() throws Exception;

  /** Waits until the broker has everything. */
  @Override
  void close() throws Exception;
}
