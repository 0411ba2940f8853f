package dev.pontoon.source;

import dev.pontoon.delivery.InFlight;
import dev.pontoon.delivery.Lane;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.observe.RouteStatus.Source;
import java.time.Duration;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Keeps a route attached to its queue: connect, let deliveries flow, on loss drain and connect
 * again, for ever. A broker that is down, a missing queue or a wrong password is said in the
 * route's status and tried again; only a stop ends it.
 */
public abstract class SourceConsumer extends DefaultConsumer {
  private static final Logger LOG = LoggerFactory.getLogger(SourceConsumer.class);
  private static final Duration FIRST_DELAY = Duration.ofMillis(50);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);

  /** A connection that lived this long was a good one: the next try comes soon. */
  private static final Duration STEADY = Duration.ofSeconds(5);

  /** How often a replica that stands by looks whether it may read. */
  private static final Duration LOOK = Duration.ofMillis(250);

  /** Who can't connect for so long passes its lease on. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final SourceRuntime runtime;
  private final boolean steps;
  private final Object lock = new Object();
  private @Nullable Attachment attachment;
  private Lane.@Nullable Session session;
  private Duration delay = FIRST_DELAY;
  private long openedAt;
  private long triesSince = System.nanoTime();
  private boolean stopping;
  private boolean attachedBefore;

  /** Whether messages were given back because of something on Kafka's side. */
  private volatile boolean doubtful;

  /** Whether the lane could not be opened, though this was the queue's reader. */
  private volatile boolean notOpened;

  protected SourceConsumer(Endpoint endpoint, Processor processor, SourceRuntime runtime) {
    super(endpoint, processor);
    this.runtime = runtime;
    this.steps = !runtime.route().steps().isEmpty();
  }

  /**
   * Connects, checks what must exist, becomes the reader. Deliveries wait until {@link
   * Attachment#start}. When the connection ends by itself, the attachment calls {@link #lost}.
   *
   * @throws StandbyException when another reader is the active one
   * @throws Exception when it did not work; the message is shown to the operator
   */
  protected abstract Attachment attach() throws Exception;

  protected final SourceRuntime runtime() {
    return runtime;
  }

  /** Routes one delivery. Returns false if the session is closed and the message was not taken. */
  protected final boolean dispatch(Lane.Session to, LegacyMessage message)
      throws InterruptedException {
    runtime.metrics().read.increment();
    try {
      if (to.take(message, this::route)) {
        return true;
      }
    } catch (InterruptedException e) {
      runtime.metrics().givenBack.increment();
      throw e;
    }
    runtime.metrics().givenBack.increment();
    return false;
  }

  private void route(InFlight inFlight) throws Exception {
    if (!steps) {
      // Between source and record endpoint Camel has nothing to do, and would cost a tenth.
      inFlight.forward(inFlight.message());
      return;
    }
    Exchange exchange = createExchange(false);
    try {
      exchange.setIn(new LegacyCamelMessage(exchange, inFlight.message(), inFlight));
      exchange.setProperty(LegacyCamelMessage.IN_FLIGHT, inFlight);
      getProcessor().process(exchange);
      Exception failure = exchange.getException();
      if (failure != null) {
        throw failure;
      }
    } finally {
      releaseExchange(exchange, false);
    }
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    synchronized (lock) {
      stopping = false;
    }
    runtime.sources().add(this);
    runtime.lease().onLoss(this::leaseLost);
    runtime.workers().run(this::connect);
  }

  private boolean endAsked() {
    synchronized (lock) {
      return stopping;
    }
  }

  private void connect() {
    if (endAsked() || !prepared() || !leased()) {
      return;
    }
    Attachment made = null;
    try {
      if (!runtime.status().now().source().waitsForReader()) {
        status(Source.CONNECTING, runtime.status().now().sourceDetail());
      }
      made = attach();
      open(made);
    } catch (StandbyException e) {
      again(made, e.state(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      again(made, Source.CONNECTING, "interrupted");
    } catch (Exception | LinkageError e) {
      LOG.atDebug().setCause(e).addKeyValue("route", runtime.route().id()).log("attach failed");
      again(made, Source.CONNECTING, Causes.of(e));
    }
  }

  private boolean prepared() {
    try {
      runtime.preparation().prepare();
      tryOut();
      runtime.status().sink(null);
      return true;
    } catch (Exception e) {
      if (endAsked()) {
        return false; // interrupted by the stop
      }
      if (runtime.status().sink(Causes.of(e))) {
        LOG.atWarn()
            .addKeyValue("route", runtime.route().id())
            .addKeyValue("detail", Causes.of(e))
            .log("Kafka is not ready for this route");
      }
      connectLater();
      return false;
    }
  }

  /** Legacy brokers count deliveries, so none is taken to find out what Kafka says to it. */
  private void tryOut() throws Exception {
    if (doubtful || notOpened) {
      runtime.preparation().tryOut();
      doubtful = false;
    }
    // Only then: it fences, and who was fenced by the reader after it must not fence that one.
    if (notOpened) {
      runtime.lane().tryOut();
      notOpened = false;
    }
  }

  private boolean leased() {
    if (runtime.lease().held()) {
      return true;
    }
    synchronized (lock) {
      triesSince = System.nanoTime();
      if (!stopping) {
        status(Source.STANDBY, "the lease of this route is asked for; another replica may have it");
      }
    }
    runtime.workers().runAfter(LOOK, this::connect);
    return false;
  }

  private void leaseLost() {
    Attachment held;
    synchronized (lock) {
      held = attachment;
    }
    if (held != null) {
      lost(held, "the lease of this route went to another replica");
    }
  }

  private void open(Attachment made) throws InterruptedException, StandbyException {
    if (!runtime.lease().held()) {
      // It went while we connected. Opening the lane would fence the reader that has it.
      throw new StandbyException("the lease of this route went to another replica");
    }
    notOpened = true;
    Lane.Session opened = runtime.lane().open(made.acknowledger(), made.mode());
    notOpened = false;
    opened.onFailure(() -> failed(made));
    boolean tooLate;
    synchronized (lock) {
      tooLate = stopping;
      if (!stopping) {
        attachment = made;
        session = opened;
        openedAt = System.nanoTime();
        status(Source.RUNNING, "");
      }
    }
    if (tooLate) {
      opened.close();
      made.detach();
      return;
    }
    if (attachedBefore) {
      runtime.metrics().reconnects.increment();
    }
    attachedBefore = true;
    made.start(opened);
    if (!runtime.lease().held()) {
      leaseLost();
    }
  }

  private void failed(Attachment made) {
    doubtful = true;
    lost(made, "delivery has to start over from the queue");
  }

  private void again(@Nullable Attachment failed, Source state, @Nullable String detail) {
    synchronized (lock) {
      if (!stopping) {
        status(state, detail == null ? "unknown reason" : detail);
      }
      if (state.waitsForReader()) {
        // The broker is there: another replica would not read either.
        triesSince = System.nanoTime();
      } else if (System.nanoTime() - triesSince > PATIENCE.toNanos()) {
        triesSince = System.nanoTime();
        runtime.lease().pass();
      }
    }
    if (failed != null) {
      failed.detach();
    }
    connectLater();
  }

  private void connectLater() {
    connectLater(Duration.ZERO);
  }

  private void connectLater(Duration atLeast) {
    Duration wait;
    synchronized (lock) {
      if (stopping) {
        return;
      }
      wait = delay.compareTo(atLeast) < 0 ? atLeast : delay;
      delay = min(delay.multipliedBy(2), LONGEST_DELAY);
    }
    runtime.workers().runAfter(wait, this::connect);
  }

  /**
   * The attachment's connection ended by itself. May be called by any thread, any number of times.
   */
  protected final void lost(Attachment ended, String cause) {
    lost(ended, cause, Duration.ZERO);
  }

  /**
   * As {@link #lost(Attachment, String)}, for a cause that does not go away by itself.
   *
   * @param atLeast how long to wait before the next try
   */
  protected final void lost(Attachment ended, String cause, Duration atLeast) {
    Lane.Session open;
    synchronized (lock) {
      if (attachment != ended || stopping) {
        return;
      }
      attachment = null;
      open = session;
      session = null;
      triesSince = System.nanoTime();
      if (System.nanoTime() - openedAt > STEADY.toNanos()) {
        delay = FIRST_DELAY;
      }
      status(Source.CONNECTING, cause);
    }
    if (open != null) {
      open.close();
    }
    runtime
        .workers()
        .run(
            () -> {
              ended.detach();
              connectLater(atLeast);
            });
  }

  /**
   * What the reader at hand lacks though it reads; empty when it lacks nothing any more. May be
   * said again and again.
   */
  protected final void lacks(@Nullable Attachment reading, String what) {
    synchronized (lock) {
      if (attachment != null && attachment == reading && !stopping) {
        status(what.isEmpty() ? Source.RUNNING : Source.INCOMPLETE, what);
      }
    }
  }

  /** Clean end: take nothing more, let what is in flight settle, acknowledge it, disconnect. */
  final void finish() {
    Attachment held;
    Lane.Session open;
    synchronized (lock) {
      stopping = true;
      held = attachment;
      open = session;
      attachment = null;
      session = null;
    }
    if (held != null && open != null) {
      if (!drained(held, open)) {
        LOG.atWarn()
            .addKeyValue("route", runtime.route().id())
            .log("stopped with messages in flight: they stay on the queue and come again");
      }
    }
    if (held != null) {
      held.detach();
    }
    status(Source.STOPPED, "");
  }

  private boolean drained(Attachment held, Lane.Session ending) {
    long deadline = System.nanoTime() + runtime.stopTimeout().toNanos();
    try {
      held.finish(runtime.stopTimeout());
      ending.close();
      return ending.drain(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      ending.close();
    }
  }

  @Override
  protected void doStop() throws Exception {
    finish();
    super.doStop();
  }

  private void status(Source state, String detail) {
    if (runtime.status().source(state, detail)) {
      boolean waits = state != Source.STANDBY && state != Source.STOPPED;
      LOG.atLevel(waits && !detail.isEmpty() ? Level.WARN : Level.INFO)
          .addKeyValue("route", runtime.route().id())
          .addKeyValue("queue", runtime.origin().queue())
          .addKeyValue("state", state)
          .addKeyValue("detail", detail)
          .log("source state changed");
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
