package dev.pontoon.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something to know about a route: why it is so, and what to do.
 *
 * @param about what of the route it is about, in a word or two
 * @param why may hold text from outside
 * @param command to be typed; empty for none
 */
record Finding(String about, String why, Advice advice, String command) {
  /** Longer than any delivery takes while all is well. */
  static final Duration STANDS = Duration.ofMinutes(1);

  private static final Pattern PLAIN_WORD = Pattern.compile("[A-Za-z0-9._/-]+");

  private Finding(String about, String why, Advice advice) {
    this(about, why, advice, "");
  }

  /**
   * The worst first; none for a route that simply runs or stands by.
   *
   * @param told what the page says of Kafka once for all routes
   */
  static List<Finding> of(RouteView view, Instant at, String told) {
    List<Finding> all = new ArrayList<>();
    String trouble = view.now().sinkTrouble();
    if (trouble != null && !trouble.equals(told)) {
      all.add(new Finding("Kafka", trouble, Advice.KAFKA));
    }
    Finding source = ofSource(view);
    if (source != null) {
      all.add(source);
    }
    for (RouteStatus.Notice notice : view.notices()) {
      all.add(
          notice.grave()
              ? new Finding("Attention", notice.what(), Advice.ATTENTION, notice.command())
              : new Finding("Know", notice.what(), Advice.KNOW, notice.command()));
    }
    if (view.counts() != null) {
      addCounted(view, view.counts(), at, all);
    }
    return all;
  }

  private static @Nullable Finding ofSource(RouteView view) {
    RouteStatus.Snapshot now = view.now();
    boolean pattern = view.counts() == null;
    String said = now.sourceDetail();
    return switch (now.source()) {
      case RUNNING ->
          pattern && !said.isEmpty()
              ? new Finding("Source", said, Advice.PATTERN_INCOMPLETE)
              : null;
      case STANDBY -> null;
      case STOPPED -> new Finding("Source", said, Advice.STOPPED);
      case STARTING ->
          now.sinkTrouble() == null ? new Finding("Source", said, Advice.STARTING) : null;
      case CONNECTING -> {
        Advice wait = said.isEmpty() ? Advice.STARTING : Advice.CONNECTING;
        yield new Finding("Source", said, pattern ? Advice.PATTERN_CONNECTING : wait);
      }
      case OCCUPIED -> new Finding("Source", said, Advice.OCCUPIED);
      case INCOMPLETE -> new Finding("Source", said, Advice.INCOMPLETE);
    };
  }

  private static void addCounted(
      RouteView view, RouteView.Counts counts, Instant at, List<Finding> to) {
    Duration stands = Duration.between(counts.moved(), at);
    if (view.now().ready() && counts.inFlight() > 0 && stands.compareTo(STANDS) > 0) {
      String why =
          String.format(
              Locale.ROOT,
              "%,d in flight, and nothing was acknowledged for %s.",
              counts.inFlight(),
              Html.length(stands));
      to.add(new Finding("Stands", why, Advice.STANDS));
    }
    if (counts.gaps() > 0) {
      String why =
          "An exchange or Pontoon's queue on it was deleted and made again: messages published in"
              + " between may be missing.";
      to.add(new Finding("Gaps", why, Advice.GAPS));
    }
    if (counts.deadLettered() > 0) {
      String command = "pontoon dead-letters list --pending --route " + word(view.route());
      String why = String.format(Locale.ROOT, "%,d since the start.", counts.deadLettered());
      to.add(new Finding("Dead letters", why, Advice.DEAD_LETTERS, command));
    }
  }

  /** For a shell: a queue's name is part of some routes' ids, and somebody will paste this. */
  private static String word(String id) {
    return PLAIN_WORD.matcher(id).matches() ? id : "'" + id.replace("'", "'\\''") + "'";
  }
}
