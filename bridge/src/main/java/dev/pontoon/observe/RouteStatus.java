package dev.pontoon.observe;

import dev.pontoon.message.PrintableText;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
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
    /** Of a file with a pattern with a detail: names that match and have no route. */
    RUNNING,
    /** It reads, but not all there may be: the exchange was deleted. */
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
   * @param laneTrouble why the route's own records don't get into Kafka, as their sender says; null
   *     when they do
   * @param topicTrouble why one of its topics takes nothing, as who looks at the topics says; null
   *     when all take records
   * @param kafkaTrouble why Kafka does not answer who asks it every few seconds; null when it does
   * @param since when this became so
   * @param turned when it became healthy, or ceased to be, whatever the reasons have been since
   */
  public record Snapshot(
      Source source,
      String sourceDetail,
      @Nullable String laneTrouble,
      @Nullable String topicTrouble,
      @Nullable String kafkaTrouble,
      Instant since,
      Instant turned) {

    /**
     * Why not everything gets into Kafka at present; null when all is well. One topic may be gone
     * while records for the other one flow.
     */
    public @Nullable String sinkTrouble() {
      if (topicTrouble != null) {
        return topicTrouble;
      }
      return laneTrouble == null ? kafkaTrouble : laneTrouble;
    }

    /** Whether messages flow, or would if there were any. */
    public boolean ready() {
      return source == Source.RUNNING && sinkTrouble() == null;
    }

    /** Whether nobody has to do anything: ready, or standing by for the active reader. */
    public boolean healthy() {
      return ready() || source == Source.STANDBY && sinkTrouble() == null;
    }
  }

  /**
   * Something that is not as it should be though messages flow.
   *
   * @param what what is so, for which queue, and what it means
   * @param command what mends it, to be typed; empty for none
   * @param grave whether a person has to do something; else it is only good to know
   */
  public record Notice(String what, String command, boolean grave) {
    /** One that needs a person. */
    public Notice(String what, String command) {
      this(what, command, true);
    }
  }

  private final Map<String, Notice> notices = new ConcurrentSkipListMap<>();
  private final String route;
  private final Clock clock;
  private volatile Snapshot now;

  public RouteStatus(String route, Clock clock) {
    this.route = route;
    this.clock = clock;
    Instant at = clock.instant();
    this.now = new Snapshot(Source.STARTING, "", null, null, null, at, at);
  }

  public String route() {
    return route;
  }

  public Snapshot now() {
    return now;
  }

  /**
   * Says that something needs a person, or does no more.
   *
   * @param topic each has one notice at most
   * @param notice null when all is well
   * @return whether this is news
   */
  public boolean notice(String topic, @Nullable Notice notice) {
    Notice shown =
        notice == null
            ? null
            : new Notice(PrintableText.of(notice.what()), notice.command(), notice.grave());
    Notice before = shown == null ? notices.remove(topic) : notices.put(topic, shown);
    return !Objects.equals(before, shown);
  }

  /** All that is not as it should be though messages flow. */
  public List<Notice> notices() {
    return List.copyOf(notices.values());
  }

  /** How many of them need a person. */
  public long graveNotices() {
    return notices.values().stream().filter(Notice::grave).count();
  }

  /** Returns whether this is news. */
  public synchronized boolean source(Source source, String detail) {
    String shown = PrintableText.of(detail);
    if (now.source() == source && now.sourceDetail().equals(shown)) {
      return false;
    }
    become(source, shown, now.laneTrouble(), now.topicTrouble(), now.kafkaTrouble());
    return true;
  }

  /** What the sender of the route's records says. Returns whether this is news. */
  public synchronized boolean sink(@Nullable String trouble) {
    String shown = shown(trouble);
    if (Objects.equals(now.laneTrouble(), shown)) {
      return false;
    }
    become(now.source(), now.sourceDetail(), shown, now.topicTrouble(), now.kafkaTrouble());
    return true;
  }

  /**
   * What the watch of Kafka says.
   *
   * @param kafka why it does not answer; null when it does
   * @param topic what is wrong with a topic of the route; null for nothing
   */
  public synchronized void watch(@Nullable String kafka, @Nullable String topic) {
    String shownKafka = shown(kafka);
    String shownTopic = shown(topic);
    if (!Objects.equals(now.kafkaTrouble(), shownKafka)
        || !Objects.equals(now.topicTrouble(), shownTopic)) {
      become(now.source(), now.sourceDetail(), now.laneTrouble(), shownTopic, shownKafka);
    }
  }

  private static @Nullable String shown(@Nullable String trouble) {
    return trouble == null ? null : PrintableText.of(trouble);
  }

  private void become(
      Source source,
      String detail,
      @Nullable String lane,
      @Nullable String topic,
      @Nullable String kafka) {
    Instant at = clock.instant();
    Snapshot next = new Snapshot(source, detail, lane, topic, kafka, at, at);
    boolean same =
        source == now.source()
            && detail.equals(now.sourceDetail())
            && Objects.equals(next.sinkTrouble(), now.sinkTrouble());
    Instant since = same ? now.since() : at;
    Instant turned = next.healthy() == now.healthy() ? now.turned() : at;
    now = new Snapshot(source, detail, lane, topic, kafka, since, turned);
  }
}
