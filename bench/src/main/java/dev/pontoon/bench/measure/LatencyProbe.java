package dev.pontoon.bench.measure;

import dev.pontoon.bench.load.Pacer;
import dev.pontoon.bench.stage.Bodies;
import dev.pontoon.bench.stage.Job;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Consumes the topics while they are written, on a thread of its own, and takes the time. */
public final class LatencyProbe implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final long LONGEST_MICROS = 600_000_000;
  private static final double MICROS_PER_MILLI = 1000;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Arrivals arrivals;
  private final Histogram histogram = new Histogram(LONGEST_MICROS, 3);
  private final int warmUp;
  private final Future<?> done;
  private volatile int arrived;
  private volatile boolean closed;

  /**
   * Starts at once.
   *
   * @param warmUp so many messages at the start are not measured
   */
  public LatencyProbe(Job job, int warmUp) {
    this.consumer = TopicWatch.consumer(job);
    this.arrivals = new Arrivals(job.workload().messages());
    this.warmUp = warmUp;
    this.done = thread.submit(this::consume);
  }

  /** Messages that have arrived so far. Any thread. */
  public int arrived() {
    return arrived;
  }

  /** Waits for so many, at most for that time: what does not arrive in it is seen in the books. */
  public void awaitAll(int messages, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (arrived < messages && System.nanoTime() - end < 0) {
      Thread.sleep(POLL.toMillis());
    }
  }

  /** Ends it. */
  public Result finish() throws ExecutionException, InterruptedException {
    closed = true;
    done.get();
    return new Result(arrivals, histogram);
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.shutdown();
    thread.awaitTermination(POLL.multipliedBy(20).toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * What was seen.
   *
   * @param micros of each measured message
   */
  public record Result(Arrivals arrivals, Histogram micros) {

    /** In milliseconds; 99 for the time that 99 % stayed below. */
    public double millis(double percentile) {
      return micros.getValueAtPercentile(percentile) / MICROS_PER_MILLI;
    }
  }

  private void consume() {
    try (consumer) {
      while (!closed) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          note(record);
        }
        arrived = arrivals.unique();
      }
    }
  }

  private void note(ConsumerRecord<byte[], byte[]> record) {
    int before = arrivals.unique();
    arrivals.add(record.value(), record.timestamp());
    if (arrivals.unique() > before && Bodies.number(record.value()) >= warmUp) {
      long micros = Pacer.nowMicros() - Bodies.micros(record.value());
      histogram.recordValue(Math.max(0, Math.min(LONGEST_MICROS, micros)));
    }
  }
}
