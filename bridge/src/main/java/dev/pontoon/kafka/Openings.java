package dev.pontoon.kafka;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Utils;

/**
 * Which partitions of a topic know the producer. All times are in nanoseconds of one clock. For all
 * threads.
 */
final class Openings {
  private enum State {
    UNKNOWN,
    FIRST_ON_ITS_WAY,
    KNOWN
  }

  private State[] states = {};
  private long[] since = {};
  private long counted;

  /** Nothing is known yet, not even how many partitions there are. */
  Openings(long now) {
    counted = now - Long.MAX_VALUE / 2;
  }

  /** Whether the partitions have not been counted for so long. */
  synchronized boolean outdated(long now, Duration interval) {
    return now - counted >= interval.toNanos();
  }

  /**
   * There are so many. Fewer than before count as before: who made the topic again may add the
   * others, and records are on their way to them.
   */
  synchronized void count(int partitions, long now) {
    counted = now;
    int before = states.length;
    if (partitions > before) {
      states = Arrays.copyOf(states, partitions);
      Arrays.fill(states, before, partitions, State.UNKNOWN);
      since = Arrays.copyOf(since, partitions);
    }
  }

  /** Where Kafka's own producer puts a record with this key. */
  synchronized int of(byte[] key) {
    return Utils.toPositive(Utils.murmur2(key)) % states.length;
  }

  /**
   * Where a record without a key goes: -1 if anywhere, else preferably where none has been, so that
   * soon all are known.
   */
  synchronized int any(long now) {
    int waiting = -1;
    int known = -1;
    for (int partition = 0; partition < states.length; partition++) {
      switch (state(partition, now)) {
        case UNKNOWN -> {
          return partition;
        }
        case FIRST_ON_ITS_WAY -> waiting = partition;
        case KNOWN -> known = partition;
      }
    }
    if (waiting < 0) {
      return -1;
    }
    return known < 0 ? waiting : known;
  }

  /**
   * Whether a record for this partition is its first: then {@link #ended} must be called. Waits
   * while another one is.
   *
   * @throws TimeoutException when that one is still on its way after so long
   * @throws InterruptException when the thread was interrupted while it waited
   */
  synchronized boolean first(int partition, long now, Duration patience) {
    if (states[partition] == State.FIRST_ON_ITS_WAY) {
      await(partition, patience);
    }
    if (state(partition, now) == State.KNOWN) {
      return false;
    }
    states[partition] = State.FIRST_ON_ITS_WAY;
    return true;
  }

  private void await(int partition, Duration patience) {
    long begin = System.nanoTime();
    while (states[partition] == State.FIRST_ON_ITS_WAY) {
      long left = patience.toNanos() - (System.nanoTime() - begin);
      if (left <= 0) {
        throw new TimeoutException(
            "the first record into partition " + partition + " is not confirmed yet");
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        throw new InterruptException(e);
      }
    }
  }

  /** The first record is confirmed, or was given up. */
  synchronized void ended(int partition, boolean confirmed, long now) {
    states[partition] = confirmed ? State.KNOWN : State.UNKNOWN;
    since[partition] = now;
    notifyAll();
  }

  private State state(int partition, long now) {
    boolean old =
        states[partition] == State.KNOWN && now - since[partition] > FirstAlone.KNOWN.toNanos();
    return old ? State.UNKNOWN : states[partition];
  }
}
