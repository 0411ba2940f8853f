package dev.pontoon.source.generic;

import dev.pontoon.delivery.Acknowledger;
import dev.pontoon.delivery.Lane;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.source.Attachment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The exchanges of one session: each is completed when Kafka has what it became, or failed when the
 * session ends before.
 */
final class GenericAttachment implements Attachment, Acknowledger {

  /** Routes one message; see SourceConsumer. */
  interface Intake {
    boolean dispatch(Lane.Session to, LegacyMessage message) throws InterruptedException;
  }

  private record Waiting(long sequence, Exchange exchange, AsyncCallback callback) {}

  private final String route;
  private final Intake intake;
  private final BiConsumer<GenericAttachment, Boolean> openness;
  private final Object order = new Object();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private long sequence;
  private volatile Lane.@Nullable Session session;

  /**
   * @param openness told when it begins (true) and ends (false) to take exchanges
   */
  GenericAttachment(String route, Intake intake, BiConsumer<GenericAttachment, Boolean> openness) {
    this.route = route;
    this.intake = intake;
    this.openness = openness;
  }

  /**
   * Takes an exchange, one at a time; completes it later, on another thread.
   *
   * @return false if the session is over and the exchange was neither taken nor completed
   */
  boolean take(LegacyMessage message, Exchange exchange, AsyncCallback callback)
      throws InterruptedException {
    Lane.Session open = session;
    if (open == null) {
      return false;
    }
    synchronized (order) {
      Waiting entry = new Waiting(sequence + 1, exchange, callback);
      add(entry);
      boolean taken = false;
      try {
        taken = intake.dispatch(open, message);
      } finally {
        if (!taken) {
          // Gone already: the end of the session has failed it.
          taken = !remove(entry);
        } else {
          sequence++;
        }
      }
      return taken;
    }
  }

  @Override
  public Acknowledger acknowledger() {
    return this;
  }

  @Override
  public Lane.AckMode mode() {
    return Lane.AckMode.ASYNC;
  }

  @Override
  public void start(Lane.Session opened) {
    session = opened;
    openness.accept(this, true);
  }

  @Override
  public void acknowledge(long upTo) {
    for (Waiting done : removeUpTo(upTo)) {
      done.callback().done(false);
    }
  }

  @Override
  public void detach() {
    openness.accept(this, false);
    for (Waiting left : removeUpTo(Long.MAX_VALUE)) {
      left.exchange()
          .setException(
              new IllegalStateException(
                  "route " + route + ": delivery ended before Kafka confirmed the message"));
      left.callback().done(false);
    }
  }

  private void add(Waiting entry) {
    synchronized (waiting) {
      waiting.addLast(entry);
    }
  }

  private boolean remove(Waiting entry) {
    synchronized (waiting) {
      return waiting.removeLastOccurrence(entry);
    }
  }

  private List<Waiting> removeUpTo(long upTo) {
    List<Waiting> removed = new ArrayList<>();
    synchronized (waiting) {
      while (!waiting.isEmpty() && waiting.getFirst().sequence() <= upTo) {
        removed.add(waiting.removeFirst());
      }
    }
    return removed;
  }
}
