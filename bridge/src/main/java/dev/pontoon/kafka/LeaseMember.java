package dev.pontoon.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * What this process knows of its leases: which it wants, which it holds, what it has told the
 * group. Apart from {@link #add} and {@link #sure} only for the thread that polls: its call of a
 * route's action on loss must not meet a lock.
 */
final class LeaseMember {
  /**
   * How long after a poll began it is still believed. Kafka gives leases to others after 10 s
   * without a heartbeat, and the last one may be 2 s older than that poll.
   */
  static final Duration SURE = Duration.ofSeconds(7);

  /** So long it does not ask again for what it has passed on. */
  static final Duration STAND_BACK = Duration.ofSeconds(3);

  private final LongSupplier nanos;
  private final LongSupplier numbers;
  private final Map<String, KafkaLease> leases = new ConcurrentHashMap<>();
  private final Map<String, Long> passed = new HashMap<>();
  private volatile long polled;
  private int generation = LeaseNote.NONE;
  private LeaseNote told = new LeaseNote(0, generation, new TreeSet<>(), new TreeSet<>());

  /** Of what it has told to want, all that it has not passed on since. */
  private final SortedSet<String> meant = new TreeSet<>();

  private boolean askAgain;
  private boolean asking;

  /**
   * @param nanos as {@link System#nanoTime}
   * @param numbers never the same again, in any process
   */
  LeaseMember(LongSupplier nanos, LongSupplier numbers) {
    this.nanos = nanos;
    this.numbers = numbers;
  }

  void add(KafkaLease lease) {
    leases.put(lease.route(), lease);
  }

  /** Whether it can't have been thrown out of the group without knowing it, by being frozen. */
  boolean sure() {
    return nanos.getAsLong() - polled < SURE.toNanos();
  }

  /** A new membership begins, with nothing. */
  void begins() {
    losesAll();
    polled = nanos.getAsLong();
  }

  /**
   * Before each poll.
   *
   * @return false if the process was frozen since the one before: then this membership has to end
   */
  boolean polls() {
    long now = nanos.getAsLong();
    boolean sure = now - polled < SURE.toNanos();
    if (sure) {
      polled = now;
    }
    return sure;
  }

  /** Gives up what is passed on; tells whether the group has to hear of a change. */
  boolean hasNews() {
    for (KafkaLease lease : leases.values()) {
      if (lease.takePassing()) {
        passed.put(lease.route(), nanos.getAsLong());
        meant.remove(lease.route());
        lease.lost();
      }
    }
    SortedSet<String> wanted = routes(this::wanted);
    boolean same = wanted.equals(told.wanted()) && wanted.equals(meant);
    boolean news = !asking && (askAgain || !same);
    asking |= news;
    return news;
  }

  /** What it tells the group when it joins. */
  LeaseNote asks() {
    if (!sure()) {
      losesAll();
    }
    SortedSet<String> wanted = routes(this::wanted);
    LeaseNote now = new LeaseNote(told.number(), generation, routes(KafkaLease::isTaken), wanted);
    if (told.number() == 0 || !now.saysTheSameAs(told)) {
      told = now.numbered(numbers.getAsLong());
    }
    meant.clear();
    meant.addAll(wanted);
    askAgain = false;
    asking = false;
    return told;
  }

  /** What the group's leader has answered. */
  void isGiven(LeaseNote answer, int now) {
    generation = now;
    asking = false;
    // One that takes the place of another is given what that one had, unasked and unheard.
    askAgain = answer.number() != told.number() && !answer.held().equals(meant);
    boolean sure = sure();
    for (KafkaLease lease : leases.values()) {
      String route = lease.route();
      if (sure && answer.held().contains(route) && meant.contains(route)) {
        lease.taken();
      } else if (sure && answer.number() == told.number() && meant.contains(route)) {
        lease.refused();
      } else {
        lease.lost();
      }
    }
  }

  /** It is no member any more, or not sure of it. */
  void losesAll() {
    generation = LeaseNote.NONE;
    asking = false;
    leases.values().forEach(KafkaLease::lost);
  }

  private boolean wanted(KafkaLease lease) {
    Long at = passed.get(lease.route());
    return lease.isWanted() && (at == null || nanos.getAsLong() - at > STAND_BACK.toNanos());
  }

  private SortedSet<String> routes(Predicate<KafkaLease> which) {
    SortedSet<String> routes = new TreeSet<>();
    for (KafkaLease lease : leases.values()) {
      if (which.test(lease)) {
        routes.add(lease.route());
      }
    }
    return routes;
  }
}
