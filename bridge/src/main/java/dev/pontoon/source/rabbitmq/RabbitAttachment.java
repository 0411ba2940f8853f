package dev.pontoon.source.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.ShutdownSignalException;
import com.rabbitmq.client.impl.AMQChannel;
import dev.pontoon.config.From;
import dev.pontoon.delivery.Acknowledger;
import dev.pontoon.delivery.Lane;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.source.Attachment;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One connection with one channel and one consumer. The sequence of a message in the lane is its
 * delivery tag. Tags die with the connection: after a loss or a cancel by the broker nothing is
 * acknowledged any more.
 */
final class RabbitAttachment implements Attachment {
  static final int CLOSE_MILLIS = 5_000;
  private static final String LATE = ".late";

  /** Larger bodies have room before they are read; these come in one frame. */
  private static final int SMALL = 64 << 10;

  private final RabbitConsumer consumer;
  private final Connection connection;
  private final Channel channel;
  private final boolean careful;
  private final AmqpMessages messages;
  private final long made = System.nanoTime();
  private final CountDownLatch started = new CountDownLatch(1);
  private final AtomicReference<@Nullable String> ended = new AtomicReference<>();
  private volatile Lane.@Nullable Session session;
  private volatile @Nullable Method late;
  private volatile boolean unreadable;
  private volatile boolean failed;
  private volatile String tag = "";
  private volatile Map<String, Object> arguments = Map.of();
  private volatile long delivered;

  RabbitAttachment(
      RabbitConsumer consumer, Connection connection, Channel channel, boolean careful) {
    this.consumer = consumer;
    this.connection = connection;
    this.channel = channel;
    this.careful = careful;
    WireFrames wire = WireFrames.of(connection);
    wire.beforeBody(this::expect);
    this.messages = new AmqpMessages(consumer.origin(), wire);
  }

  /** On the thread that reads the socket: what does not fit stays with the broker meanwhile. */
  private void expect(long bytes) {
    if (bytes <= SMALL) {
      return;
    }
    try {
      started.await();
      Lane.Session open = session;
      if (open != null && ended.get() == null) {
        open.expect((int) Math.min(bytes, Integer.MAX_VALUE));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Becomes the queue's reader; deliveries wait until {@link #start}. */
  void consume(String queue, String tag, boolean exclusive, Map<String, Object> arguments)
      throws IOException {
    connection.addShutdownListener(this::end);
    channel.addShutdownListener(this::end);
    this.tag = tag;
    this.arguments = arguments;
    channel.basicConsume(queue, false, tag, false, exclusive, arguments, new Deliveries(null));
  }

  /**
   * Once it has started it reads a second queue on the same channel, of the same kind and in the
   * same way: what was taken out of the first one. Nobody waits for the answer: the thread that
   * would read it may be busy with deliveries. If it is refused, the channel ends, and all is tried
   * again.
   */
  void thenLate(From.RabbitExchange own, String tag, boolean exclusive) {
    channel.setDefaultConsumer(new Deliveries(new LateMessages(own.queue())));
    late =
        new AMQP.Basic.Consume.Builder()
            .queue(own.lateQueue())
            .consumerTag(tag + LATE)
            .exclusive(exclusive)
            .arguments(arguments)
            .build();
  }

  private void consumeLate(Method consume) {
    try {
      var unused = channel.asyncCompletableRpc(consume);
    } catch (IOException | ShutdownSignalException e) {
      end("the queue for late messages could not be read: " + e.getMessage());
    }
  }

  @Override
  public Acknowledger acknowledger() {
    return sequence -> {
      String why = ended.get();
      if (why != null) {
        throw new IOException("connection ended: " + why);
      }
      channel.basicAck(sequence, true);
    };
  }

  @Override
  public Lane.AckMode mode() {
    return Lane.AckMode.ASYNC;
  }

  @Override
  public void start(Lane.Session opened) {
    session = opened;
    started.countDown();
    String why = ended.get();
    Method second = late;
    if (why != null) {
      consumer.lost(this, why);
    } else if (second != null) {
      consumeLate(second);
    }
  }

  @Override
  public void detach() {
    ended.compareAndSet(null, "detached");
    started.countDown();
    // Not close: where the broker does not answer in time, that throws. Both say good-bye first.
    connection.abort(CLOSE_MILLIS);
  }

  /** Lets no further message come; waits for no answer, so that the reading thread may call it. */
  void cancel() {
    try {
      ((AMQChannel) channel)
          .transmit(new AMQP.Basic.Cancel.Builder().consumerTag(tag).nowait(true).build());
    } catch (IOException | ShutdownSignalException expected) {
      // The connection has ended: no more comes anyway.
    }
  }

  /**
   * Ends the reading; the message that was not taken goes back at once, which a broker may not
   * count where it would count the end of the connection. Only for a reader that does not come
   * again soon: the broker may deliver the next message before it has this one back.
   */
  void giveBack(long deliveryTag) {
    cancel();
    try {
      channel.basicNack(deliveryTag, false, true);
    } catch (IOException | ShutdownSignalException expected) {
      // It goes back with the connection.
    }
  }

  private void end(ShutdownSignalException cause) {
    failed |= RabbitConsumer.code(cause) == AMQP.INTERNAL_ERROR;
    String client = cause.getCause() == null ? null : cause.getCause().getMessage();
    // The client says it in no other way.
    if (client != null && client.startsWith("Message body is too large")) {
      unreadable = true;
      end(
          "a message is too large to be read ("
              + client.replaceFirst("\\. See .*", "")
              + "); it stays on the queue and the line waits. Raise max-message-size of the"
              + " connection (a quarter of the heap is the most: -Xmx in PONTOON_JAVA_OPTS) or take"
              + " the message off the queue, and start the bridge again; by itself it tries again"
              + " after minutes, later hours");
    } else {
      end(reason(cause));
    }
  }

  /** Whether it reads one message at a time, because one was met that could not be read. */
  boolean careful() {
    return careful;
  }

  /** How long it has been reading. */
  Duration age() {
    return Duration.ofNanos(System.nanoTime() - made);
  }

  /** Whether it ended over a message that this process can't read, and will never be able to. */
  boolean unreadable() {
    return unreadable;
  }

  private void end(String why) {
    if (ends(why)) {
      consumer.lost(this, why);
    }
  }

  /** From now on nothing is taken and nothing acknowledged. */
  private boolean ends(String why) {
    if (!ended.compareAndSet(null, why)) {
      return false;
    }
    Lane.Session open = session;
    if (open != null) {
      open.close();
    }
    started.countDown();
    return true;
  }

  /** Whether the broker itself failed, as it does over a message that it can't send. */
  boolean failed() {
    return failed;
  }

  /** How many messages have come. */
  long delivered() {
    return delivered;
  }

  Connection connection() {
    return connection;
  }

  static String reason(ShutdownSignalException cause) {
    Object method = cause.getReason();
    if (method instanceof AMQP.Connection.Close close) {
      return "the broker closed the connection: " + close.getReplyText();
    } else if (method instanceof AMQP.Channel.Close close) {
      return "the broker closed the channel: " + close.getReplyText();
    } else {
      Throwable root = cause.getCause();
      return "connection lost: " + (root == null ? cause.getMessage() : root);
    }
  }

  /** Runs on the thread that reads the socket. */
  private final class Deliveries extends DefaultConsumer {
    private final @Nullable LateMessages late;

    /**
     * @param late null for the queue that the route is about
     */
    Deliveries(@Nullable LateMessages late) {
      super(channel);
      this.late = late;
    }

    @Override
    public void handleDelivery(
        String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
      try {
        started.await();
        Lane.Session open = session;
        if (open == null || ended.get() != null) {
          return;
        }
        delivered = envelope.getDeliveryTag();
        LegacyMessage message = messages.read(envelope, properties, body);
        consumer.deliver(
            RabbitAttachment.this,
            open,
            late == null ? message : late.restored(message),
            envelope.getDeliveryTag());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void handleCancel(String tag) {
      // Late multiple acknowledgements after a queue restart have hit other messages: none from
      // here.
      if (ends("the broker cancelled the consumer")) {
        consumer.cancelled(RabbitAttachment.this);
      }
    }
  }
}
