package dev.pontoon.demo;

/** A sample legacy application that publishes. For one thread. */
interface Publisher extends AutoCloseable {

  /** Publishes that many messages and returns when the broker has confirmed all of them. */
  void publish(int count) throws Exception;

  @Override
  void close() throws Exception;
}
