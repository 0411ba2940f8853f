package dev.pontoon.source.jms;

import dev.pontoon.config.From.JmsQueue;
import dev.pontoon.source.Causes;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Enumeration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * While nothing arrives, looks now and then whether messages wait in the queue all the same:
 * another reader may have it for itself, or the broker may not look far enough for a selector. For
 * the reader's thread.
 */
final class IdleLook {
  private static final Logger LOG = LoggerFactory.getLogger(IdleLook.class);
  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration SECOND = Duration.ofSeconds(10);
  private static final Duration LATER = Duration.ofSeconds(30);

  /** How far ActiveMQ Classic looks for a selector, unless its queue says another maxPageSize. */
  private static final int CLASSIC_PAGE = 200;

  private static final String PAGE =
      ": ActiveMQ Classic looks at the first "
          + CLASSIC_PAGE
          + " only (maxPageSize of the queue's policy entry)";

  private final Connection connection;
  private final JmsQueue from;
  private final Clock clock;
  private final Consumer<String> lacks;
  private final boolean deep;
  private @Nullable Session session;
  private Instant next;
  private String before = "";
  private boolean told;
  private boolean refused;
  private boolean idle;

  /**
   * @param lacks hears what is wrong, and an empty text when it is well again
   */
  IdleLook(Connection connection, JmsQueue from, Clock clock, Consumer<String> lacks) {
    this.connection = connection;
    this.from = from;
    this.clock = clock;
    this.lacks = lacks;
    this.deep = from.selector() != null && ClassicClient.isClassic(connection);
    this.next = clock.instant().plus(FIRST);
  }

  /** A message came. */
  void read() {
    idle = false;
    if (told) {
      told = false;
      before = "";
      lacks.accept("");
    }
  }

  /** Nothing came for a moment. */
  void idle() {
    Instant now = clock.instant();
    if (!idle) {
      idle = true;
      before = "";
      next = now.plus(FIRST);
    }
    if (refused || now.isBefore(next)) {
      return;
    }
    String seen = seen();
    // What is there once may have come this moment: twice is too often.
    next = now.plus(seen.isEmpty() || seen.equals(before) ? LATER : SECOND);
    if (seen.equals(before) && told == seen.isEmpty()) {
      told = !seen.isEmpty();
      lacks.accept(seen);
    }
    before = seen;
  }

  private String seen() {
    try {
      if (session == null) {
        session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
      }
      if (waiting(session, from.selector(), 1) > 0) {
        return "messages wait in queue "
            + from.queue()
            + " and none arrives: another reader has them, or has the queue for itself"
            + (deep ? ", or too many stand in front that the selector does not match" + PAGE : "");
      } else if (deep && waiting(session, null, CLASSIC_PAGE) >= CLASSIC_PAGE) {
        return "queue "
            + from.queue()
            + " has "
            + CLASSIC_PAGE
            + " messages or more in front that the selector does not match"
            + PAGE;
      }
    } catch (JMSException | RuntimeException e) {
      // Whoever may read need not be allowed to browse.
      refused = true;
      LOG.atInfo()
          .addKeyValue("queue", from.queue())
          .addKeyValue("detail", Causes.of(e))
          .log("the queue can't be looked into while it is idle");
    }
    return "";
  }

  private int waiting(Session looking, @Nullable String selector, int most) throws JMSException {
    Queue queue = looking.createQueue(from.queue());
    try (QueueBrowser browser = looking.createBrowser(queue, selector)) {
      Enumeration<?> messages = browser.getEnumeration();
      int count = 0;
      while (count < most && messages.hasMoreElements()) {
        messages.nextElement();
        count++;
      }
      return count;
    }
  }
}
