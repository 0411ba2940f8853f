package dev.pontoon.source.rabbitmq;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once a minute whether a super stream has other partitions than those that are read: the
 * broker tells nobody. On a worker; ends with its link.
 */
final class PartitionWatch {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionWatch.class);
  static final Duration LOOK = Duration.ofMinutes(1);

  private final String superStream;
  private final List<String> read;
  private final Callable<List<String>> partitions;
  private final Consumer<Runnable> later;
  private final Consumer<String> changed;
  private volatile boolean closed;

  /**
   * @param read the partitions that are read
   * @param partitions asks the broker
   * @param later runs a task after {@link #LOOK} on a thread that may block
   * @param changed told with the reason, at most once
   */
  PartitionWatch(
      String superStream,
      List<String> read,
      Callable<List<String>> partitions,
      Consumer<Runnable> later,
      Consumer<String> changed) {
    this.superStream = superStream;
    this.read = read;
    this.partitions = partitions;
    this.later = later;
    this.changed = changed;
  }

  void start() {
    later.accept(this::look);
  }

  void close() {
    closed = true;
  }

  private void look() {
    if (closed) {
      return;
    }
    try {
      List<String> now = partitions.call();
      if (!closed && !Set.copyOf(now).equals(Set.copyOf(read))) {
        changed.accept(
            "the super stream "
                + superStream
                + " has other partitions now: "
                + now
                + ", not "
                + read);
        return;
      }
    } catch (Exception e) {
      // A connection that has ended says so itself.
      LOG.atDebug().setCause(e).log("the partitions of a super stream are not known");
    }
    start();
  }
}
