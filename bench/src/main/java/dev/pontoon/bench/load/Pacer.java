package dev.pontoon.bench.load;

import dev.pontoon.bench.stage.Bodies;
import dev.pontoon.bench.stage.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/**
 * Sends at a steady rate. Each body says when it was to be sent, not when it was: where the
 * publisher or the broker falls behind, the delay counts (no coordinated omission).
 */
public final class Pacer implements AutoCloseable {

  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** So many at most go in one transaction. */
  private static final int CHUNK = 500;

  private final PacedPublisher publisher;
  private final Bodies bodies;
  private int next;

  Pacer(PacedPublisher publisher, Bodies bodies) {
    this.publisher = publisher;
    this.bodies = bodies;
  }

  /** Connected; the queues must be there. */
  public static Pacer open(Job job, long seed) throws Exception {
    PacedPublisher publisher =
        job.workload().source().isJms() ? new JmsPublisher(job) : new RabbitPublisher(job);
    return new Pacer(publisher, new Bodies(seed, job.workload().bytes()));
  }

  /** Sends so many messages evenly over that time; numbers go on from the last call. */
  public void send(int count, Duration time) throws Exception {
    long startMicros = nowMicros();
    long start = System.nanoTime();
    double nanosEach = (double) time.toNanos() / count;
    for (int done = 0; done < count; ) {
      long due = (long) ((System.nanoTime() - start) / nanosEach) + 1;
      for (; done < Math.min(due, count); done++) {
        long intended = startMicros + (long) (done * nanosEach / 1000);
        publisher.send(next, bodies.body(next, intended));
        next++;
      }
      publisher.flush();
      if (done < count) {
        LockSupport.parkNanos(TICK_NANOS);
      }
    }
  }

  /**
   * Sends as fast as messages arrive: never more of them are on their way than that.
   *
   * @param arrived so far, of all that were ever sent
   * @param last it ends there even if the time is not over
   */
  public void follow(Duration time, int onTheirWay, IntSupplier arrived, int last)
      throws Exception {
    long start = System.nanoTime();
    while (System.nanoTime() - start < time.toNanos() && next < last) {
      int upTo = Math.min(last, Math.min(next + CHUNK, arrived.getAsInt() + onTheirWay));
      if (next >= upTo) {
        LockSupport.parkNanos(TICK_NANOS);
        continue;
      }
      for (; next < upTo; next++) {
        publisher.send(next, bodies.body(next, nowMicros()));
      }
      publisher.flush();
    }
  }

  /** Messages sent so far. */
  public int sent() {
    return next;
  }

  @Override
  public void close() throws Exception {
    publisher.close();
  }

  /** The clock of {@link Bodies#micros}: microseconds since 1970. */
  public static long nowMicros() {
    Instant now = Instant.now();
    return TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + now.getNano() / 1000;
  }
}
