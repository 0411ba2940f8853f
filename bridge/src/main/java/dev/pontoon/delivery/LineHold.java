package dev.pontoon.delivery;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

  /** What the line waits for. */
  private final Set<Passage> held = ConcurrentHashMap.newKeySet();

  LineHold(LaneSession session, LaneParts parts) {
    this.session = session;
    this.parts = parts;
  }

  /** Whether the line waits now. */
  boolean held() {
    return !held.isEmpty();
  }

  /** The passage holds the line until {@link #end}; says why. */
  void begin(Passage passage, String trouble) {
    boolean news = held.add(passage);
    parts.status().sink(trouble);
    if (news) {
      LOG.atError()
          .addKeyValue("route", parts.route())
          .addKeyValue("detail", trouble)
          .log("line waits");
    }
  }

  /** The passage goes on. */
  void end(Passage passage) {
    if (held.remove(passage)) {
      session.sinkWorks();
      LOG.atInfo().addKeyValue("route", parts.route()).log("line goes on");
    }
  }

  /**
   * Tries until it works. On a thread that may block.
   *
   * @param attempt returns what is in the way and what to do, null when it worked
   * @return false when the session ended before: the message must be given back
   */
  boolean until(Passage passage, Duration pause, Supplier<@Nullable String> attempt) {
    String trouble = attempt.get();
    if (trouble == null) {
      return true;
    }
    if (!session.mayWait()) {
      return false;
    }
    while (trouble != null) {
      begin(passage, trouble);
      if (session.pauseOrEnded(pause.toMillis())) {
        return false;
      }
      trouble = attempt.get();
    }
    end(passage);
    return true;
  }
}
