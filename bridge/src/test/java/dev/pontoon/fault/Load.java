package dev.pontoon.fault;

/** A legacy application that publishes; see the rig's loads. For one thread. */
interface Load extends AutoCloseable {

  /** Publishes so many messages; all are confirmed when it returns. */
  void publish(int count);

  @Override
  void close();
}
