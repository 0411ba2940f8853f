package dev.pontoon.delivery;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the line where it is while something has to be put right outside: nothing overtakes,
 * nothing is dropped, and the route's status says what it waits for.
 */
final class LineHold {
  private static final Logger LOG = LoggerFactory.getLogger(LineHold.class);

  private final LaneSession session;
  private final LaneParts parts;
  private volatile boolean held;

  LineHold(LaneSession session, LaneParts parts) {
    this.session = session;
    this.parts = parts;
  }

  /** Whether the line waits now. */
  boolean held() {
    return held;
  }

  /**
   * Tries until it works. On a thread that may block.
   *
   * @param attempt returns what is in the way and what to do, null when it worked
   * @return false when the session ended before: the message must be given back
   */
  boolean until(Duration pause, Supplier<@Nullable String> attempt) {
    String trouble = attempt.get();
    if (trouble == null) {
      return true;
    }
    if (!session.mayWait()) {
      return false;
    }
    held = true;
    while (trouble != null) {
      if (parts.status().sink(trouble)) {
        LOG.atError()
            .addKeyValue("route", parts.route())
            .addKeyValue("detail", trouble)
            .log("line waits");
      }
      if (session.pauseOrEnded(pause.toMillis())) {
        return false;
      }
      trouble = attempt.get();
    }
    held = false;
    parts.status().sink(null);
    LOG.atInfo().addKeyValue("route", parts.route()).log("line goes on");
    return true;
  }
}
