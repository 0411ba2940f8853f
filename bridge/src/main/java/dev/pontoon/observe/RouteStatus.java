package dev.pontoon.observe;

import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a route is doing now, as its source and its sink say themselves. Written by the route's
 * threads, read by health and metrics; safe for all threads.
 */
public final class RouteStatus {

  /** What the source says. */
  public enum Source {
    STARTING,
    /** Not connected; tries again and again. */
    CONNECTING,
    /** Connected, but another reader is the active one. */
    STANDBY,
    /** Connected, but somebody who is no replica of this bridge reads the queue, or did. */
    OCCUPIED,
    RUNNING,
    /**
     * It reads, but not all there may be: the exchange was deleted. Of a file with a pattern: some
     * names that match have no route.
     */
    INCOMPLETE,
    STOPPED;

    /** Whether the broker is there, and the queue is another's to read. */
    public boolean waitsForReader() {
      return this == STANDBY || this == OCCUPIED;
    }
  }

  /**
   * @param source what the source is doing
   * @param sourceDetail what was tried and what came of it; empty when all is well
   * @param sinkTrouble why nothing gets into Kafka at present; null when all is well
   * @param since when this became so
   * @param turned when it became healthy, or ceased to be, whatever the reasons have been since
   */
  public record Snapshot(
      Source source,
      String sourceDetail,
      @Nullable String sinkTrouble,
      Instant since,
      Instant turned) {

    /** Whether messages flow, or would if there were any. */
    public boolean ready() {
      return source == Source.RUNNING && sinkTrouble == null;
    }

    /** Whether nobody has to do anything: ready, or standing by for the active reader. */
    public boolean healthy() {
      return ready() || source == Source.STANDBY && sinkTrouble == null;
    }
  }

  private final String route;
  private final Clock clock;
  private volatile Snapshot now;

  public RouteStatus(String route, Clock clock) {
    this.route = route;
    this.clock = clock;
    Instant at = clock.instant();
    this.now = new Snapshot(Source.STARTING, "", null, at, at);
  }

  public String route() {
    return route;
  }

  public Snapshot now() {
    return now;
  }

  /** Returns whether this is news. */
  public synchronized boolean source(Source source, String detail) {
    if (now.source() == source && now.sourceDetail().equals(detail)) {
      return false;
    }
    become(source, detail, now.sinkTrouble());
    return true;
  }

  /** Returns whether this is news. */
  public synchronized boolean sink(@Nullable String trouble) {
    if (java.util.Objects.equals(now.sinkTrouble(), trouble)) {
      return false;
    }
    become(now.source(), now.sourceDetail(), trouble);
    return true;
  }

  private void become(Source source, String detail, @Nullable String trouble) {
    Instant at = clock.instant();
    Snapshot next = new Snapshot(source, detail, trouble, at, at);
    boolean turns = next.healthy() != now.healthy();
    now = turns ? next : new Snapshot(source, detail, trouble, at, now.turned());
  }
}
