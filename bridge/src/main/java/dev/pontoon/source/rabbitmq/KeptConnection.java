package dev.pontoon.source.rabbitmq;

import com.rabbitmq.client.Connection;
import org.jspecify.annotations.Nullable;

/**
 * The connection with which a consumer stands by from one look to the next. While closed it keeps
 * none: a look may end after the stop. Safe for all threads.
 */
final class KeptConnection {
  private @Nullable Connection connection;
  private boolean closed;

  /** Keeps again. */
  synchronized void open() {
    closed = false;
  }

  /** Ends the connection that is kept, and each that shall be kept until it is opened again. */
  void close() {
    Connection before;
    synchronized (this) {
      closed = true;
      before = take();
    }
    end(before);
  }

  /** From now on the caller's; null if there is none. */
  synchronized @Nullable Connection take() {
    Connection taken = connection;
    connection = null;
    return taken;
  }

  /** Keeps it in the place of another, which is ended. */
  void keep(Connection next) {
    Connection ended;
    synchronized (this) {
      ended = closed ? next : connection;
      connection = closed ? null : next;
    }
    end(ended);
  }

  /** Whether it is this one that is kept. */
  synchronized boolean is(Connection other) {
    return connection == other;
  }

  private static void end(@Nullable Connection ended) {
    if (ended != null) {
      ended.abort(RabbitAttachment.CLOSE_MILLIS);
    }
  }
}
