package dev.pontoon.observe;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A route at one moment.
 *
 * @param topic empty where there is none
 * @param notices what needs a person though messages flow
 * @param counts null for a file with a pattern
 */
record RouteView(
    String route,
    String source,
    String topic,
    RouteStatus.Snapshot now,
    List<RouteStatus.Notice> notices,
    @Nullable Counts counts) {

  /**
   * Since the start of the process.
   *
   * @param lastRecord null for none so far
   * @param moved when something was last acknowledged, or nothing was in flight
   */
  record Counts(
      long read,
      long mirrored,
      long deadLettered,
      long possibleDuplicates,
      long gaps,
      int inFlight,
      @Nullable Instant lastRecord,
      Instant moved) {}

  /** Who has to look at it. */
  enum Need {
    ATTENTION("Needs attention", "bad"),
    LOOK("Well, but worth a look", "look"),
    STANDBY("Stands by", "well"),
    WELL("Well", "well");

    private final String title;
    private final String style;

    Need(String title, String style) {
      this.title = title;
      this.style = style;
    }

    /** The class in {@link PageStyle}. */
    String style() {
      return style;
    }

    String title() {
      return title;
    }
  }

  /** A view with all that there is to say about it. */
  record Judged(RouteView view, Need need, List<Finding> findings) {
    /** What stands longest comes first among those that stand. */
    static final Comparator<Judged> WORST_FIRST =
        Comparator.comparing(Judged::need)
            .thenComparing(judged -> judged.view.severity())
            .thenComparing(
                judged -> judged.need == Need.ATTENTION ? judged.view.since() : Instant.MIN)
            .thenComparing(judged -> judged.view.route());
  }

  /**
   * @param told what the page says of Kafka once for all routes
   */
  Judged judged(Instant at, String told) {
    List<Finding> findings = Finding.of(this, at, told);
    return new Judged(this, need(findings), findings);
  }

  private Need need(List<Finding> findings) {
    if (!now.healthy() || notices.stream().anyMatch(RouteStatus.Notice::grave)) {
      return Need.ATTENTION;
    } else if (!findings.isEmpty()) {
      return Need.LOOK;
    }
    return now.source() == RouteStatus.Source.STANDBY ? Need.STANDBY : Need.WELL;
  }

  /** Of a route that is not well: since when it is not, though the reasons may have changed. */
  Instant since() {
    return now.healthy() ? now.since() : now.turned();
  }

  private int severity() {
    if (now.sinkTrouble() != null) {
      return 0;
    }
    return switch (now.source()) {
      case CONNECTING, OCCUPIED -> 0;
      case INCOMPLETE -> 1;
      case STARTING -> 2;
      case STOPPED -> 3;
      case RUNNING, STANDBY -> 4;
    };
  }
}
