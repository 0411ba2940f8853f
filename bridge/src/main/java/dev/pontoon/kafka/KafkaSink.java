package dev.pontoon.kafka;

import dev.pontoon.delivery.RecordSink;
import dev.pontoon.message.OutboundRecord;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one producer that all at-least-once routes share: acks=all, idempotent, never gives a record
 * up. A client that has become unusable is replaced; what it held counts as unknown, and the
 * sources deliver it again.
 */
public final class KafkaSink implements RecordSink, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaSink.class);

  private static final Duration PATIENCE = Duration.ofMillis(KafkaSettings.MAX_BLOCK_MILLIS);

  private final Supplier<FirstAlone> factory;
  private volatile FirstAlone sender;
  private boolean closed;

  public KafkaSink(KafkaSettings settings) {
    this(() -> FirstAlone.with(settings.producer(), PATIENCE));
  }

  KafkaSink(Supplier<FirstAlone> factory) {
    this.factory = factory;
    this.sender = factory.get();
  }

  @Override
  public void send(OutboundRecord record, Confirmation confirmation) {
    FirstAlone current = sender;
    Call call = new Call(current, record.topic(), confirmation);
    try {
      current.send(record, call);
    } catch (RuntimeException e) {
      call.onCompletion(null, e);
    }
  }

  /** Fails what is not confirmed yet, after waiting this long. */
  public void close(Duration timeout) {
    FirstAlone last;
    synchronized (this) {
      closed = true;
      last = sender;
    }
    last.close(timeout);
  }

  @Override
  public void close() {
    close(Duration.ZERO);
  }

  private synchronized void replace(FirstAlone broken, Exception why) {
    if (closed || sender != broken) {
      return;
    }
    LOG.atError().addKeyValue("error", why.getMessage()).log("Kafka producer replaced");
    sender = factory.get();
    broken.close(Duration.ZERO);
  }

  /**
   * One record: remembers the sending thread, to know whether the client failed before returning.
   */
  private final class Call implements Callback {
    private final FirstAlone by;
    private final String topic;
    private final Confirmation confirmation;
    private final Thread caller = Thread.currentThread();

    Call(FirstAlone by, String topic, Confirmation confirmation) {
      this.by = by;
      this.topic = topic;
      this.confirmation = confirmation;
    }

    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
      if (failure == null) {
        confirmation.confirmed();
        return;
      }
      if (SendFailures.interrupted(failure)) {
        Thread.currentThread().interrupt();
      }
      boolean beforeReturn = Thread.currentThread() == caller;
      if (SendFailures.clientUnusable(failure)) {
        replace(by, failure);
      }
      confirmation.failed(SendFailures.read(failure, topic, beforeReturn));
    }
  }
}
