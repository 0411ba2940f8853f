package dev.pontoon.kafka;

import dev.pontoon.delivery.SinkFailure;
import dev.pontoon.delivery.TransactionalSink;
import dev.pontoon.message.OutboundRecord;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** A lane's own transactional producer, for one session. */
public final class KafkaTransactions implements TransactionalSink {
  private static final Duration UNTIL_CLOSED = Duration.ofNanos(Long.MAX_VALUE);

  private final FirstAlone sender;
  private final Producer<byte[], byte[]> producer;
  private final Map<String, Object> reading;
  private final StateTopic state;
  private final AtomicReference<@Nullable Exception> stateFailure = new AtomicReference<>();

  /**
   * @param bridge name of the bridge: replicas share it, and so fence each other
   * @param lane name of the lane, the same in every replica
   */
  public KafkaTransactions(KafkaSettings settings, String bridge, String lane) {
    this.sender = FirstAlone.with(settings.transactions(bridge + "/" + lane), UNTIL_CLOSED);
    this.producer = sender.producer();
    this.reading = settings.stateReader();
    this.state = new StateTopic(StateTopic.of(bridge), lane);
  }

  @Override
  public Map<Integer, byte[]> takeOver() throws SinkException {
    try {
      producer.initTransactions();
      return state.read(reading);
    } catch (KafkaException e) {
      throw new SinkException(SendFailures.text(e), e);
    }
  }

  @Override
  public void begin() throws SinkException {
    attempt(producer::beginTransaction);
  }

  @Override
  public void send(OutboundRecord record, Confirmation confirmation) {
    ToldOnce told =
        new ToldOnce() {
          @Override
          void tell(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
            if (failure == null) {
              confirmation.confirmed();
            } else {
              confirmation.failed(read(failure, record.topic()));
            }
          }
        };
    try {
      sender.send(record, told);
    } catch (RuntimeException e) {
      told.thrown(e);
    }
  }

  /** In a transaction nothing can be tried again: after any failure it has to be given up. */
  private static SinkFailure read(Exception failure, String topic) {
    SinkFailure read = SendFailures.read(failure, topic, false);
    return read.kind() == SinkFailure.Kind.REFUSED
        ? read
        : new SinkFailure(SinkFailure.Kind.UNKNOWN, read.message());
  }

  @Override
  public void state(int slot, byte[] value) throws SinkException {
    attempt(
        () ->
            producer.send(
                state.write(slot, value),
                (metadata, failure) -> {
                  if (failure != null) {
                    stateFailure.set(failure);
                  }
                }));
  }

  @Override
  public void commit() throws SinkException {
    attempt(producer::commitTransaction);
    Exception failure = stateFailure.get();
    if (failure != null) {
      throw new SinkException("state not written: " + failure.getMessage(), failure);
    }
  }

  @Override
  public void abort() throws SinkException {
    attempt(producer::abortTransaction);
  }

  private static void attempt(Runnable call) throws SinkException {
    try {
      call.run();
    } catch (KafkaException | IllegalStateException e) {
      throw new SinkException(SendFailures.text(e), e);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
