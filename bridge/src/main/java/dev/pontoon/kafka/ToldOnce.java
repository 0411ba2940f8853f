package dev.pontoon.kafka;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A callback of which only the first call counts. A client in a fatal state throws although it has
 * put the record into a batch, and calls back later. Safe for all threads.
 */
abstract class ToldOnce implements Callback {
  private static final AtomicIntegerFieldUpdater<ToldOnce> TOLD =
      AtomicIntegerFieldUpdater.newUpdater(ToldOnce.class, "told");

  private volatile int told;

  @Override
  public final void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
    if (TOLD.compareAndSet(this, 0, 1)) {
      tell(metadata, failure);
    }
  }

  /** {@code send} threw this. */
  final void thrown(RuntimeException failure) {
    onCompletion(null, failure);
  }

  /** What became of the record: either is null. */
  abstract void tell(@Nullable RecordMetadata metadata, @Nullable Exception failure);
}
