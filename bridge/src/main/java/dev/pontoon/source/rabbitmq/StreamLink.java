package dev.pontoon.source.rabbitmq;

import dev.pontoon.config.StreamStart;
import dev.pontoon.message.LegacyMessage;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Connections by which one route reads its streams, in one of the two protocols. */
interface StreamLink extends AutoCloseable {

  /** The streams to read: the one of the route, or the partitions of its super stream. */
  List<String> streams();

  /**
   * The first message at this place or behind it, whatever the route's filter is. May be called by
   * the thread that delivers.
   *
   * @return null if there is none at present
   * @throws Exception when the broker can't be asked
   */
  @Nullable LegacyMessage first(String stream, StreamStart at) throws Exception;

  /**
   * Lets messages flow from this place on.
   *
   * @throws Exception when the broker does not let us; the message is shown to the operator
   */
  void read(String stream, StreamStart from) throws Exception;

  /** All up to this one, of those that were delivered, are safe. */
  void acknowledge(long sequence) throws IOException;

  /** Ends all; nothing is delivered after that. */
  @Override
  void close();

  /** Who takes what is delivered. Messages come on one thread at a time. */
  interface Receiver {
    /** Blocks while too much is in flight. Its offset is a property of the message. */
    void message(LegacyMessage message) throws InterruptedException;

    /** The connection has ended, or the broker delivers no more. Any thread. */
    void ended(String why);
  }
}
