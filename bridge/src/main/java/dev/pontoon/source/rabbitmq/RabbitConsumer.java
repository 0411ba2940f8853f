package dev.pontoon.source.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import dev.pontoon.config.From;
import dev.pontoon.config.RouteConfig.Readers;
import dev.pontoon.delivery.Lane;
import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Origin;
import dev.pontoon.source.Attachment;
import dev.pontoon.source.SourceConsumer;
import dev.pontoon.source.SourceRuntime;
import dev.pontoon.source.StandbyException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/** Reads a RabbitMQ queue, its own on an exchange or an existing one, as its one active reader. */
public final class RabbitConsumer extends SourceConsumer {
  /**
   * When the queue's process dies, RabbitMQ would subscribe us again by itself and deliver again,
   * on the same channel, what is still on its way to Kafka. Told to cancel, it lets us drain first.
   */
  private static final String CANCEL = "x-cancel-on-ha-failover";

  /** How long the end of a connection may go unnoticed. */
  private static final Duration DRAIN = Duration.ofSeconds(1);

  private final RabbitConnector connector;
  private final From from;
  private final @Nullable OwnQueue own;
  private final ReaderTag tag;
  private final @Nullable ForeignReaders foreign;
  private final KeptConnection kept = new KeptConnection();
  private final UnreadableMessages unreadable = new UnreadableMessages();
  private final LimitLook look;
  private final DeliveryLimit limit;

  /** What the queue was found to be on this connection's predecessors; null if not known. */
  private volatile @Nullable QueueKind kind;

  RabbitConsumer(
      Endpoint endpoint,
      Processor processor,
      SourceRuntime runtime,
      RabbitConnector connector,
      From from,
      ReaderTag tag,
      @Nullable ForeignReaders foreign,
      Management management) {
    super(endpoint, processor, runtime);
    this.connector = connector;
    this.from = from;
    this.tag = tag;
    this.foreign = foreign;
    this.own =
        from instanceof From.RabbitExchange it
            ? new OwnQueue(it, runtime, connector.virtualHost(), management)
            : null;
    this.look = new LimitLook(management);
    this.limit = new DeliveryLimit(runtime.route().id(), runtime.origin().queue());
  }

  @Override
  protected Attachment attach() throws Exception {
    String stopped = limit.stopped();
    if (stopped != null) {
      look.told(runtime().origin().queue()).ifPresent(limit::is);
      if (limit.stopped() != null) {
        throw new IOException(stopped);
      }
    }
    Connection connection = connection();
    try {
      return own == null
          ? consume(connection, ((From.RabbitQueue) from).queue())
          : attach(connection, own, (From.RabbitExchange) from);
    } catch (Exception e) {
      if (!kept.is(connection)) {
        connection.abort(RabbitAttachment.CLOSE_MILLIS);
      }
      throw e;
    }
  }

  private Attachment attach(Connection connection, OwnQueue mine, From.RabbitExchange exchange)
      throws Exception {
    mine.prepare(connection);
    AtomicReference<@Nullable Attachment> made = new AtomicReference<>();
    BindingWatch watch =
        new BindingWatch(
            mine,
            connection,
            runtime().workers(),
            what -> lacks(made.get(), what.isEmpty() ? limit.lacks() : what));
    RabbitAttachment attachment;
    try {
      attachment = consume(connection, exchange.queue());
    } catch (StandbyException e) {
      watch.giveUp();
      throw e;
    }
    if (mine.hasLateQueue()) {
      boolean exclusive = runtime().route().readers() == Readers.EXCLUSIVE;
      attachment.thenLate(exchange, tag.text(), exclusive);
    }
    made.set(attachment);
    watch.start();
    return attachment;
  }

  /** The one with which it has stood by, if it still lives: a broker feels each new connection. */
  private Connection connection() throws Exception {
    Connection before = kept.take();
    return before != null && before.isOpen() ? before : connect();
  }

  @Override
  protected void doStart() throws Exception {
    kept.open();
    super.doStart();
  }

  @Override
  protected void doStop() throws Exception {
    kept.close();
    super.doStop();
  }

  private Connection connect() throws Exception {
    try {
      return connector.open("pontoon " + runtime().route().id());
    } catch (Exception e) {
      throw new IOException("could not connect to " + connector.shown(), e);
    }
  }

  private RabbitAttachment consume(Connection connection, String queue) throws Exception {
    boolean exclusive = runtime().route().readers() == Readers.EXCLUSIVE;
    int readers = readers(connection, queue);
    // Not all queues refuse a second reader, and what a dead one holds must come back first.
    try {
      if (exclusive) {
        awaitReaders(queue, readers);
      }
    } catch (StandbyException e) {
      // Nothing is consumed on it yet: the next look needs no new one.
      kept.keep(connection);
      throw e;
    }
    QueueKind of = kind(connection, queue);
    limit.is(
        of != QueueKind.QUORUM || own != null && own.unlimited()
            ? DeliveryLimit.NONE
            : look.of(connection, queue));
    if (!exclusive) {
      return consume(connection, queue, of, false);
    } else if (of != QueueKind.CLASSIC) {
      awaitTurn(queue);
    }
    try {
      return consume(connection, queue, of, true);
    } catch (IOException e) {
      if (code(e) != AMQP.ACCESS_REFUSED || !reply(e).contains("exclusive")) {
        throw e;
      }
      if (!connection.isOpen() || readers(connection, queue) > 0) {
        throw inUse(queue);
      }
      // Refused although nobody reads: a queue with single active consumer.
      awaitTurn(queue);
      return consume(connection, queue, of, false);
    }
  }

  private void awaitReaders(String queue, int readers)
      throws StandbyException, InterruptedException {
    if (foreign != null) {
      foreign.look(queue, readers);
    } else if (readers > 0) {
      throw inUse(queue);
    }
  }

  private QueueKind kind(Connection connection, String queue) throws IOException {
    QueueKind before = kind;
    QueueKind known = before == null ? QueueKind.ofQueue(connection, queue) : before;
    kind = known;
    return known;
  }

  static StandbyException inUse(String queue) {
    return new StandbyException("queue " + queue + " has an active reader; waiting for it to go");
  }

  /** Where the broker would let several replicas read, they have to take turns by themselves. */
  private void awaitTurn(String queue) throws StandbyException {
    if (!runtime().lease().need()) {
      throw new StandbyException(
          "queue " + queue + " lets several read at a time; waiting for the lease of this route");
    }
  }

  private RabbitAttachment consume(
      Connection connection, String queue, QueueKind of, boolean exclusive)
      throws IOException, InterruptedException {
    if (own != null) {
      // Before deliveries flow: from then on the thread that reads answers may be busy with them.
      own.bind(connection);
    }
    Channel channel = channel(connection);
    boolean careful = unreadable.careful() || limit.careful();
    channel.basicQos(careful ? 1 : runtime().maxInFlight());
    RabbitAttachment attachment = new RabbitAttachment(this, connection, channel, careful);
    // Other kinds don't know it: they refuse it, or pass over it.
    Map<String, Object> arguments = of == QueueKind.CLASSIC ? Map.of(CANCEL, true) : Map.of();
    attachment.consume(queue, tag.text(), exclusive, arguments);
    return attachment;
  }

  private int readers(Connection connection, String queue) throws IOException {
    Channel probe = channel(connection);
    try {
      int readers = probe.queueDeclarePassive(queue).getConsumerCount();
      probe.abort();
      return readers;
    } catch (IOException e) {
      if (isMissing(e)) {
        throw new IOException(
            "queue "
                + queue
                + " does not exist at "
                + connector.shown()
                + "; create it or correct from.rabbitmq.queue; tried again until it is there");
      }
      throw e;
    }
  }

  static Channel channel(Connection connection) throws IOException {
    Channel channel = connection.createChannel();
    if (channel == null) {
      throw new IOException("the broker allows no further channel");
    }
    return channel;
  }

  /** The AMQP reply code behind a failed call, 0 if there is none. */
  static int code(Throwable failure) {
    Object method = method(failure);
    if (method instanceof AMQP.Channel.Close close) {
      return close.getReplyCode();
    } else if (method instanceof AMQP.Connection.Close close) {
      return close.getReplyCode();
    } else {
      return 0;
    }
  }

  /** Whether there is no such thing; not when only the node that has it is down. */
  static boolean isMissing(Throwable failure) {
    return code(failure) == AMQP.NOT_FOUND && !text(failure).contains("down or inaccessible");
  }

  /** What the broker said in the failure's close of a channel, in its words. */
  static String text(Throwable failure) {
    return method(failure) instanceof AMQP.Channel.Close close
        ? close.getReplyText()
        : String.valueOf(failure.getMessage());
  }

  static String reply(Throwable failure) {
    return String.valueOf(method(failure));
  }

  private static @Nullable Object method(Throwable failure) {
    for (Throwable next = failure; next != null; next = next.getCause()) {
      if (next instanceof ShutdownSignalException signal) {
        return signal.getReason();
      }
    }
    return null;
  }

  Origin origin() {
    return runtime().origin();
  }

  void deliver(RabbitAttachment by, Lane.Session session, LegacyMessage message, long tag)
      throws InterruptedException {
    switch (limit.judge(message, by.careful())) {
      case OTHERWISE -> otherwise(by, session, message);
      case STOP -> {
        by.giveBack(tag);
        super.lost(by, String.valueOf(limit.stopped()));
      }
      case RESCUE -> {
        Body rescued = new Body.Unreadable(limit.rescued(), bytes(message.body()));
        var unused = forward(session, message.with(message.headers(), rescued));
      }
      case TAKE -> {
        if (by.careful() && limit.limited()) {
          lacks(by, limit.lacks());
        }
        boolean taken = dispatch(session, message);
        if (by.careful() && taken && unreadable.over(by.age())) {
          super.lost(by, "the message that could not be read is gone: reading at full speed again");
        }
      }
    }
  }

  /**
   * Alone, the message is taken before many are fetched: given back, it would come behind others
   * that were given back before.
   */
  private void otherwise(RabbitAttachment by, Lane.Session session, LegacyMessage message)
      throws InterruptedException {
    if (!by.careful()) {
      super.lost(by, "messages were delivered too often: read one at a time");
      return;
    }
    by.cancel();
    dispatch(session, message);
    session.close();
    runtime().workers().run(() -> widen(by, session));
  }

  private void widen(RabbitAttachment by, Lane.Session session) {
    try {
      while (by.connection().isOpen() && !session.drain(DRAIN)) {
        Thread.onSpinWait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    super.lost(by, "");
  }

  private static byte @Nullable [] bytes(Body body) {
    return body instanceof Body.Bytes plain ? plain.bytes() : null;
  }

  void lost(RabbitAttachment attachment, String why) {
    kind = null;
    if (attachment.unreadable()) {
      lost(attachment, why, unreadable.met());
    } else if (attachment.failed()) {
      unreadable.suspected();
      if (attachment.careful() && attachment.delivered() == 0) {
        unsent(attachment, why);
      } else {
        super.lost(attachment, why + "; read one at a time to find the message that it can't send");
      }
    } else {
      super.lost(attachment, why);
    }
  }

  /** The broker fails over the first message of the queue. */
  private void unsent(RabbitAttachment attachment, String why) {
    String text = UnreadableMessages.unsent(why, runtime().origin().queue());
    if (limit.limited()) {
      limit.stop(
          text
              + " and start the bridge again; not tried again by itself, because the queue drops a"
              + " message that is delivered too often");
      super.lost(attachment, String.valueOf(limit.stopped()));
    } else {
      lost(attachment, text + "; tried again after minutes, later hours", unreadable.met());
    }
  }

  /** Says why, then connects again. On a thread that may wait, unlike the one that reads. */
  void cancelled(RabbitAttachment attachment) {
    QueueKind was = kind;
    runtime()
        .workers()
        .run(
            () -> {
              String queue = runtime().origin().queue();
              lost(attachment, Cancelled.why(attachment.connection(), queue, was));
            });
  }
}
