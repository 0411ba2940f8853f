package dev.pontoon.source.jms;

import dev.pontoon.delivery.Acknowledger;
import dev.pontoon.delivery.Lane;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.source.Attachment;
import dev.pontoon.source.SourceRuntime;
import dev.pontoon.source.Workers;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A link, the thread that reads it, and their common end. */
final class JmsAttachment implements Attachment {
  private static final Logger LOG = LoggerFactory.getLogger(JmsAttachment.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
  private static final Duration READER_LIMIT = Duration.ofSeconds(1);

  /** Routes one message; see SourceConsumer. */
  interface Intake {
    boolean dispatch(Lane.Session to, LegacyMessage message) throws InterruptedException;
  }

  private final SourceRuntime runtime;
  private final DamagedMessages messages;
  private final TimeLimit timeLimit;
  private final Intake intake;
  private final BiConsumer<Attachment, String> lost;
  private final ThreadFactory threads;
  private final Object lock = new Object();
  private @Nullable JmsLink link;
  private @Nullable JmsReader reader;
  private @Nullable Thread thread;
  private @Nullable String cause;

  JmsAttachment(
      SourceRuntime runtime,
      DamagedMessages messages,
      TimeLimit timeLimit,
      Intake intake,
      BiConsumer<Attachment, String> lost) {
    this.runtime = runtime;
    this.messages = messages;
    this.timeLimit = timeLimit;
    this.intake = intake;
    this.lost = lost;
    this.threads = Workers.threads("pontoon-jms-" + runtime.route().id());
  }

  /** Gives it the open link. Once, before all else. */
  void use(JmsLink opened) {
    synchronized (lock) {
      link = opened;
      reader = new JmsReader(opened, messages, intake, runtime.maxInFlight());
    }
  }

  /**
   * The link ended by itself. Before the start it is remembered. Any thread, any number of times.
   */
  void ended(String why) {
    synchronized (lock) {
      cause = why;
      if (thread == null) {
        return;
      }
    }
    lost.accept(this, why);
  }

  @Override
  public Acknowledger acknowledger() {
    return reader();
  }

  @Override
  public Lane.AckMode mode() {
    return Lane.AckMode.ON_SETTLE;
  }

  @Override
  public void start(Lane.Session session) {
    JmsReader reading = reader();
    Thread started = threads.newThread(() -> reading.run(session, why -> ended(why)));
    started.setUncaughtExceptionHandler((unused, error) -> ended("the reader ended: " + error));
    String before;
    synchronized (lock) {
      thread = started;
      before = cause;
    }
    if (before != null) {
      lost.accept(this, before);
    } else {
      started.start();
    }
  }

  @Override
  public void finish(Duration limit) throws InterruptedException {
    reader().finish();
    Thread reading = startedThread();
    if (reading != null) {
      reading.join(limit.toMillis());
    }
  }

  @Override
  public void detach() {
    JmsLink open;
    synchronized (lock) {
      open = link;
    }
    if (open != null && !timeLimit.close(open, CLOSE_LIMIT)) {
      LOG.atWarn()
          .addKeyValue("route", runtime.route().id())
          .log("the broker does not answer: its connection is left to end by itself");
    }
    Thread reading = startedThread();
    if (reading != null) {
      awaitEnd(reading);
    }
  }

  /** A reader that waits for Kafka may take longer; its link is closed, so it can do no harm. */
  private static void awaitEnd(Thread reading) {
    try {
      reading.join(READER_LIMIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable Thread startedThread() {
    synchronized (lock) {
      return thread == Thread.currentThread() ? null : thread;
    }
  }

  private JmsReader reader() {
    synchronized (lock) {
      return Objects.requireNonNull(reader, "not connected");
    }
  }
}
