package dev.pontoon.source.jms;

import dev.pontoon.delivery.Acknowledger;
import dev.pontoon.delivery.Lane;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.observe.RouteStatus.Notice;
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

  /** A client that takes longer for one call does not come back from it. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final Duration STUCK = Duration.ofSeconds(2);

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration ROOM_PATIENCE = Duration.ofSeconds(5);
  private static final String ROOM = "room";

  /** Routes one message; see SourceConsumer. */
  interface Intake {
    boolean dispatch(Lane.Session to, LegacyMessage message) throws InterruptedException;
  }

  private final SourceRuntime runtime;
  private final DamagedMessages messages;
  private final TimeLimit timeLimit;
  private final Intake intake;
  private final Fetching fetching;
  private final SizeGate gate;
  private final BiConsumer<Attachment, String> lost;
  private final ThreadFactory threads;
  private final Object lock = new Object();
  private @Nullable JmsLink link;
  private @Nullable JmsReader reader;
  private @Nullable Thread thread;
  private @Nullable String cause;
  private boolean detached;

  JmsAttachment(
      SourceRuntime runtime,
      DamagedMessages messages,
      TimeLimit timeLimit,
      Intake intake,
      Fetching fetching,
      SizeGate gate,
      BiConsumer<Attachment, String> lost) {
    this.runtime = runtime;
    this.messages = messages;
    this.timeLimit = timeLimit;
    this.intake = intake;
    this.fetching = fetching;
    this.gate = gate;
    this.lost = lost;
    this.threads = Workers.threads("pontoon-jms-" + runtime.route().id());
  }

  /** Gives it the open link. Once, before all else; the look is null where there is none. */
  void use(JmsLink opened, @Nullable IdleLook look) {
    synchronized (lock) {
      link = opened;
      reader = new JmsReader(opened, messages, intake, runtime.maxInFlight(), fetching, gate, look);
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
      runtime.workers().runAfter(LOOK, this::look);
    }
  }

  /** A client that hangs in a call keeps its thread, and must not keep the route. */
  private void look() {
    JmsLink open;
    synchronized (lock) {
      if (detached) {
        return;
      }
      open = link;
    }
    if (open != null) {
      open.look();
    }
    runtime.status().notice(ROOM, reader().lacksRoom(ROOM_PATIENCE) ? noRoom() : null);
    // A client that waits for the rest of a message which is too large waits for ever.
    String asked = reader().hangs(gate.shut() ? STUCK : PATIENCE);
    if (asked == null) {
      runtime.workers().runAfter(LOOK, this::look);
    } else {
      ended("the client does not come back from its wait for " + asked);
    }
  }

  private Notice noRoom() {
    return new Notice(
        runtime.origin().queue()
            + " waits for memory, which large messages of other routes hold until Kafka has taken"
            + " them; it goes on by itself. If this stays, see why those routes wait, or give the"
            + " bridge more memory (-Xmx in PONTOON_JAVA_OPTS)",
        "",
        false);
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
      detached = true;
      open = link;
      if (reader != null) {
        reader.finish();
      }
    }
    runtime.status().notice(ROOM, null);
    if (open != null && !timeLimit.close(open, CLOSE_LIMIT)) {
      LOG.atWarn()
          .addKeyValue("route", runtime.route().id())
          .log("the broker does not answer: its connection is left to end by itself");
    }
    Thread reading = startedThread();
    if (reading != null && !hasEnded(reading)) {
      timeLimit.stays(reading);
    }
  }

  /** A reader that waits for Kafka may take longer; its link is closed, so it can do no harm. */
  private static boolean hasEnded(Thread reading) {
    try {
      reading.join(READER_LIMIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !reading.isAlive();
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
