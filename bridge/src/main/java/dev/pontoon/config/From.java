package dev.pontoon.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a route's messages come from. */
public sealed interface From {

  /** Name of the connection in bridge.yaml; empty for {@link Camel}. */
  String connection();

  /** The exchange, queue or topic by its name on the broker; of {@link Camel} the URI. */
  String source();

  /**
   * A RabbitMQ exchange of any type, mirrored through a durable queue of Pontoon's own. The
   * exchange must exist; nothing of the user's is declared.
   *
   * @param bindings at least one; {@code #} when the file has none, which is everything except for
   *     direct exchanges
   * @param queue Pontoon's queue; default {@code <bridge name>.<route id>}
   * @param queueType classic or quorum. Default classic
   * @param maxLength cap in messages, null for none; the oldest go first
   * @param maxLengthBytes cap in bytes, null for none
   * @param messageTtlMs messages older than this leave the queue, null for never
   * @param expiresMs the broker deletes the queue after this long without a reader, null for never
   * @param dividing whether an exchange that divides its messages among its queues is accepted
   */
  record RabbitExchange(
      String connection,
      String exchange,
      List<Binding> bindings,
      String queue,
      String queueType,
      @Nullable Long maxLength,
      @Nullable Long maxLengthBytes,
      @Nullable Long messageTtlMs,
      @Nullable Long expiresMs,
      boolean dividing)
      implements From {
    /** Of an exchange that copies. */
    public RabbitExchange(
        String connection,
        String exchange,
        List<Binding> bindings,
        String queue,
        String queueType,
        @Nullable Long maxLength,
        @Nullable Long maxLengthBytes,
        @Nullable Long messageTtlMs,
        @Nullable Long expiresMs) {
      this(
          connection,
          exchange,
          bindings,
          queue,
          queueType,
          maxLength,
          maxLengthBytes,
          messageTtlMs,
          expiresMs,
          false);
    }

    /** How the second queue is called, for what expires in the first one. */
    static final String LATE = ".late";

    @Override
    public String source() {
      return exchange;
    }

    /** Whether it can't grow for ever while nobody reads it. */
    public boolean hasLimit() {
      return maxLength != null
          || maxLengthBytes != null
          || messageTtlMs != null
          || expiresMs != null;
    }

    /** Where the broker puts what it takes out of Pontoon's queue before it was read. */
    public String lateQueue() {
      return queue + LATE;
    }
  }

  /**
   * @param routingKey empty for fanout and headers exchanges
   * @param arguments for a headers exchange, {@code x-match} among them
   */
  record Binding(String routingKey, Map<String, Object> arguments) {}

  /** What is done about a queue that somebody reads who is no replica of this bridge. */
  enum TakeOver {
    /** Not read, also later when the other one has gone, as long as the process lives. */
    NEVER,
    /** Read as soon as nobody else does. */
    WHEN_IDLE
  }

  /** An existing RabbitMQ queue; messages are taken out of it. */
  record RabbitQueue(String connection, String queue, TakeOver takeOver) implements From {
    /** One that is never taken from another reader. */
    public RabbitQueue(String connection, String queue) {
      this(connection, queue, TakeOver.NEVER);
    }

    @Override
    public String source() {
      return queue;
    }
  }

  /**
   * An existing RabbitMQ stream or super stream; it is read and stays as it is.
   *
   * @param stream its name
   * @param start where to begin while no position is kept
   * @param filter values of which a chunk must have one to be sent; empty for all
   * @param onGap what to do when messages are gone that were not read yet
   */
  record RabbitStream(
      String connection, String stream, StreamStart start, List<String> filter, OnGap onGap)
      implements From {
    @Override
    public String source() {
      return stream;
    }
  }

  /** When messages left a stream before they were read: stop the line, or go on behind them. */
  enum OnGap {
    STOP,
    CONTINUE
  }

  /**
   * A JMS queue; messages are taken out of it.
   *
   * @param queue name, in the provider's own syntax
   * @param selector null for all messages
   */
  record JmsQueue(String connection, String queue, @Nullable String selector) implements From {
    @Override
    public String source() {
      return queue;
    }
  }

  /**
   * A JMS topic through a durable subscription.
   *
   * @param subscription name of the subscription; default {@code <bridge name>.<route id>}
   * @param shared whether it is a shared durable subscription (JMS 2.0)
   */
  record JmsTopic(
      String connection,
      String topic,
      String subscription,
      boolean shared,
      @Nullable String selector)
      implements From {
    @Override
    public String source() {
      return topic;
    }
  }

  /**
   * Any Camel consumer. One message at a time; what is promised is what that component promises.
   *
   * @param uri with its parameters
   */
  record Camel(String uri) implements From {
    @Override
    public String connection() {
      return "";
    }

    @Override
    public String source() {
      return uri;
    }

    /** Without the parameters, which may hold a password. */
    @Override
    public String toString() {
      return "Camel[uri=" + uri.replaceFirst("(?s)(//[^/@]*@|\\?).*", "…") + "]";
    }
  }
}
