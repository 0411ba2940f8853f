package dev.pontoon.kafka;

import dev.pontoon.delivery.Lease;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lease of one route, kept by the {@link LeaseGroup} of its process. */
final class KafkaLease implements Lease {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaLease.class);

  private final LeaseMember member;
  private final Runnable start;
  private final String route;
  private final AtomicBoolean needed;
  private final boolean prepared;
  private volatile boolean wanted;
  private volatile boolean taken;
  private volatile boolean passing;
  private volatile boolean inherited;

  /** Whether another replica was heard to have it since it was taken last. */
  private volatile boolean refused;

  private volatile Runnable loss = () -> {};

  /**
   * @param start runs when it is asked for the first time
   */
  KafkaLease(LeaseMember member, Runnable start, String route, boolean needed) {
    this(member, start, route, needed, needed);
  }

  /**
   * @param start runs when it is asked for the first time
   * @param prepared whether what it is kept in is to be there from the start
   */
  KafkaLease(LeaseMember member, Runnable start, String route, boolean needed, boolean prepared) {
    this.member = member;
    this.start = start;
    this.route = route;
    this.needed = new AtomicBoolean(needed);
    this.prepared = prepared;
  }

  String route() {
    return route;
  }

  @Override
  public boolean needed() {
    return prepared || needed.get();
  }

  @Override
  public boolean need() {
    return needed.getAndSet(true) && held();
  }

  @Override
  public boolean held() {
    if (!needed.get()) {
      return !refused;
    }
    want();
    return granted();
  }

  private void want() {
    if (!wanted) {
      wanted = true;
      start.run();
    }
  }

  @Override
  public void ask() {
    want();
  }

  @Override
  public boolean granted() {
    return taken && member.sure();
  }

  @Override
  public boolean inherited() {
    return inherited;
  }

  @Override
  public void onLoss(Runnable action) {
    loss = action;
  }

  @Override
  public void pass() {
    passing = taken;
  }

  boolean isWanted() {
    return wanted;
  }

  boolean isTaken() {
    return taken;
  }

  /** Whether it is to be passed on; says so once. */
  boolean takePassing() {
    boolean asked = passing;
    passing = false;
    return asked;
  }

  void taken() {
    refused = false;
    if (!taken) {
      taken = true;
      LOG.atInfo().addKeyValue("route", route).log("lease taken");
    }
  }

  /** It was asked for, and another replica has it. */
  void refused() {
    inherited = true;
    boolean reading = !needed.get() && !refused;
    refused = true;
    if (taken) {
      lost();
    } else if (reading) {
      tellLoss();
    }
  }

  void lost() {
    if (taken) {
      taken = false;
      passing = false;
      inherited = true;
      LOG.atInfo().addKeyValue("route", route).log("lease given up");
      // One that was only asked for ends nothing before another replica is heard to have it.
      if (needed.get() || refused) {
        tellLoss();
      }
    }
  }

  private void tellLoss() {
    try {
      loss.run();
    } catch (RuntimeException e) {
      // The other routes have to hear of their loss too.
      LOG.atError().setCause(e).addKeyValue("route", route).log("the loss of a lease failed");
    }
  }
}
