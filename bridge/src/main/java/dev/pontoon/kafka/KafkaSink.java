package dev.pontoon.kafka;

import dev.pontoon.delivery.RecordSink;
import dev.pontoon.delivery.SinkFailure;
import dev.pontoon.message.OutboundRecord;
import dev.pontoon.observe.LogLimit;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one producer that all at-least-once routes share: acks=all, idempotent, never gives a record
 * up. It is made with the first record, so nothing of Kafka has to be there before. A client that
 * has become unusable is replaced; what it held counts as unknown, and the sources deliver it
 * again. Safe for all threads.
 *
 * <p>The next producer is made when the broken one has told about all its records: otherwise a
 * record could overtake one before it with the same key. Until then nothing is sent.
 */
public final class KafkaSink implements RecordSink, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaSink.class);

  private static final Duration PATIENCE = Duration.ofMillis(KafkaSettings.MAX_BLOCK_MILLIS);

  /** A producer costs a thread and connections: one that fails at once must not become many. */
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final Supplier<FirstAlone> factory;
  private final LongSupplier nanos;
  private final ReentrantLock making = new ReentrantLock();
  private final LogLimit lines = new LogLimit(Duration.ofMinutes(1), System::nanoTime);
  private volatile @Nullable SharedProducer current;
  private volatile boolean closed;

  /** Why there is no producer now. */
  private volatile String missing = "a Kafka producer is being made";

  /** With the lock held. */
  private long notBefore;

  public KafkaSink(KafkaSettings settings) {
    this(() -> FirstAlone.with(settings.producer(), PATIENCE), System::nanoTime);
  }

  /**
   * @param factory may throw: then it is asked again later
   * @param nanos as {@link System#nanoTime}
   */
  KafkaSink(Supplier<FirstAlone> factory, LongSupplier nanos) {
    this.factory = factory;
    this.nanos = nanos;
    this.notBefore = nanos.getAsLong();
  }

  @Override
  public void send(OutboundRecord record, Confirmation confirmation) {
    SharedProducer by = usable();
    if (by == null || !by.enter()) {
      SinkFailure.Kind kind = closed ? SinkFailure.Kind.UNKNOWN : SinkFailure.Kind.NOT_SENT;
      confirmation.failed(new SinkFailure(kind, missing));
      return;
    }
    Call call = new Call(by, record.topic(), confirmation);
    try {
      by.sender().send(record, call);
    } catch (RuntimeException e) {
      call.thrown(e);
    } catch (Error e) {
      // Nobody knows how far the client came, and the reader's thread has to live.
      call.thrown(new IllegalStateException(e.toString(), e));
    }
  }

  /** The producer to use, null while there is none. Makes it where that is due. */
  private @Nullable SharedProducer usable() {
    SharedProducer now = current;
    if (now != null && !now.broken()) {
      return now;
    }
    if (closed || !making.tryLock()) {
      return null;
    }
    try {
      return make();
    } finally {
      making.unlock();
    }
  }

  private @Nullable SharedProducer make() {
    SharedProducer before = current;
    if (before != null && !before.broken()) {
      return before;
    }
    long now = nanos.getAsLong();
    if (closed || now - notBefore < 0 || before != null && !before.quiet()) {
      return null;
    }
    notBefore = now + PAUSE.toNanos();
    try {
      SharedProducer made = new SharedProducer(factory.get());
      current = made;
      if (before != null) {
        LOG.atInfo().log("Kafka producer replaced");
      }
      return made;
    } catch (RuntimeException | Error e) {
      missing = "no Kafka producer could be made: " + SendFailures.chain(e);
      say(missing, "no Kafka producer; tries again");
      return null;
    }
  }

  /**
   * To be called now and then: a client whose first login failed never sends what it has taken
   * since.
   */
  void look() {
    SharedProducer now = current;
    if (now != null && now.neverGotIn()) {
      broken(now, new AuthenticationException("Kafka had refused its login"));
      now.close();
    }
  }

  private void broken(SharedProducer by, Exception why) {
    String text = SendFailures.text(why);
    if (!closed && by.breaks()) {
      missing = "the Kafka producer has to be replaced: " + text;
      say(text, "Kafka producer can't go on and is replaced");
    }
  }

  private void say(String detail, String what) {
    lines
        .pass(detail)
        .ifPresent(
            heldBack ->
                LOG.atWarn()
                    .addKeyValue("detail", detail)
                    .addKeyValue("heldBack", heldBack)
                    .log(what));
  }

  /**
   * Writes a record of Pontoon's own.
   *
   * @return ends when Kafka has it, or never will
   * @throws KafkaException when it was not sent
   */
  Future<RecordMetadata> write(ProducerRecord<byte[], byte[]> record) {
    SharedProducer by = usable();
    if (by == null || !by.enter()) {
      throw new KafkaException(missing);
    }
    try {
      return by.sender().producer().send(record, (metadata, failure) -> by.leave());
    } catch (RuntimeException e) {
      by.leave();
      throw e;
    }
  }

  /** Fails what is not confirmed yet, after waiting this long. */
  public void close(Duration timeout) {
    making.lock();
    try {
      missing = "the bridge stops";
      closed = true;
    } finally {
      making.unlock();
    }
    SharedProducer last = current;
    if (last != null) {
      last.sender().close(timeout);
    }
  }

  @Override
  public void close() {
    close(Duration.ZERO);
  }

  /** One record: tells once what became of it. */
  private final class Call extends ToldOnce {
    private final SharedProducer by;
    private final String topic;
    private final Confirmation confirmation;
    private final Thread caller = Thread.currentThread();

    Call(SharedProducer by, String topic, Confirmation confirmation) {
      this.by = by;
      this.topic = topic;
      this.confirmation = confirmation;
    }

    @Override
    void tell(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
      if (failure == null) {
        by.confirms();
        try {
          confirmation.confirmed();
        } finally {
          by.leave();
        }
        return;
      }
      if (SendFailures.interrupted(failure)) {
        Thread.currentThread().interrupt();
      }
      boolean atOnce = Thread.currentThread() == caller;
      boolean unusable =
          SendFailures.clientUnusable(failure)
              || failure instanceof AuthenticationException && !by.proven();
      if (unusable) {
        broken(by, failure);
      }
      try {
        confirmation.failed(SendFailures.read(failure, topic, atOnce));
      } finally {
        by.leave();
        if (unusable) {
          by.close();
        }
      }
    }
  }
}
