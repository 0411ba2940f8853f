package dev.pontoon.source.rabbitmq;

import dev.pontoon.config.Connection;
import dev.pontoon.config.From;
import dev.pontoon.config.From.TakeOver;
import dev.pontoon.config.RouteConfig.Readers;
import dev.pontoon.delivery.Lease;
import dev.pontoon.source.SourceRuntime;
import dev.pontoon.source.StandbyException;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a route from taking a queue away from an application that reads it. Where the management
 * API names the readers, it says who they are. Else: the lease is with one replica, so that a
 * reader it sees is none of this bridge, or what a replica left behind and the broker has not
 * noticed yet.
 *
 * <p>For one thread at a time.
 */
final class ForeignReaders {
  /** After a kill in the same place, until the broker has noticed. */
  private static final Duration SETTLED = Duration.ofSeconds(5);

  /** A broker misses two heartbeats before it gives a connection up. */
  private static final int HEARTBEATS = 3;

  private static final String NOBODY = "";

  private final TakeOver takeOver;
  private final Lease lease;
  private final @Nullable BrokerReaders names;
  private final ReaderTag tag;
  private final Duration lingering;
  private final LongSupplier nanos;

  /** Since when this process has the lease and sees readers all the same; 0 for not. */
  private long since;

  /** Whether this process has read before: its own connection may be what is left. */
  private boolean taken;

  /** Who was seen to read. */
  private String seen = NOBODY;

  /**
   * @param names null where nobody can be asked
   * @param heartbeat of the connection
   * @param nanos as {@link System#nanoTime}
   */
  ForeignReaders(
      TakeOver takeOver,
      Lease lease,
      @Nullable BrokerReaders names,
      ReaderTag tag,
      Duration heartbeat,
      LongSupplier nanos) {
    this.takeOver = takeOver;
    this.lease = lease;
    this.names = names;
    this.tag = tag;
    this.lingering = heartbeat.multipliedBy(HEARTBEATS).plus(SETTLED);
    this.nanos = nanos;
  }

  /** Null for a queue of Pontoon's own, and for a route that reads beside others. */
  static @Nullable ForeignReaders of(
      Connection.Rabbit connection, From from, SourceRuntime runtime, ReaderTag tag) {
    if (!(from instanceof From.RabbitQueue queue)
        || runtime.route().readers() != Readers.EXCLUSIVE) {
      return null;
    }
    return new ForeignReaders(
        queue.takeOver(),
        runtime.lease(),
        connection.management() == null
            ? null
            : new BrokerReaders(new Management(connection, runtime.workers())),
        tag,
        connection.heartbeat(),
        System::nanoTime);
  }

  /**
   * Returns if the queue may be read.
   *
   * @param readers how many the broker counts now
   * @throws StandbyException when not; it says whose turn it is
   */
  void look(String queue, int readers) throws StandbyException, InterruptedException {
    lease.ask();
    if (readers == 0) {
      since = 0;
      nobodyReads(queue);
      taken = true;
      return;
    }
    List<BrokerReaders.Reader> known = names == null ? null : names.of(queue).orElse(null);
    if (known != null) {
      named(queue, known);
    } else if (!isOverdue()) {
      throw RabbitConsumer.inUse(queue);
    } else {
      seen =
          "somebody who is no replica of this bridge (with management: under the connection,"
              + " Pontoon says who)";
    }
    throw isRead(queue);
  }

  private void named(String queue, List<BrokerReaders.Reader> known) throws StandbyException {
    List<String> others =
        known.stream()
            .filter(reader -> !tag.isOurs(reader.tag()))
            .map(BrokerReaders.Reader::text)
            .toList();
    if (others.isEmpty()) {
      throw RabbitConsumer.inUse(queue);
    }
    int more = others.size() - 1;
    seen = others.get(0) + (more == 0 ? "" : ", and " + more + " more");
  }

  private boolean isOverdue() {
    if (!lease.granted()) {
      since = 0;
      return false;
    }
    long now = nanos.getAsLong();
    if (since == 0) {
      since = now;
    }
    Duration patience = lease.inherited() || taken ? lingering : SETTLED;
    return now - since > patience.toNanos();
  }

  private StandbyException isRead(String queue) {
    return StandbyException.occupied(
        "queue "
            + queue
            + " is read by "
            + seen
            + "; nothing is mirrored"
            + (takeOver == TakeOver.WHEN_IDLE
                ? " before that one has gone (take-over: when-idle)"
                : ", and with take-over: never nothing will be when that one has gone"));
  }

  private void nobodyReads(String queue) throws StandbyException {
    if (seen.equals(NOBODY)) {
      return;
    }
    if (takeOver == TakeOver.NEVER) {
      throw StandbyException.occupied(
          "queue "
              + queue
              + " was read by "
              + seen
              + "; it may come back, so with take-over: never the queue is left to it");
    }
    seen = NOBODY;
  }
}
