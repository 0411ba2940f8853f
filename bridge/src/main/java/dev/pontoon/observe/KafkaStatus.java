package dev.pontoon.observe;

import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether Kafka answers, as who asks it again and again says. Safe for all threads. */
public final class KafkaStatus {

  /** What is known. */
  public enum Answer {
    NOT_ASKED,
    YES,
    NO
  }

  /**
   * @param answer what is known
   * @param detail what was tried and what came of it; empty when it answers
   * @param since when it began to answer, or ceased to
   */
  public record Snapshot(Answer answer, String detail, Instant since) {}

  private final Clock clock;
  private volatile Snapshot now;

  public KafkaStatus(Clock clock) {
    this.clock = clock;
    this.now = new Snapshot(Answer.NOT_ASKED, "", clock.instant());
  }

  public Snapshot now() {
    return now;
  }

  /**
   * To be said after each look.
   *
   * @param trouble why it does not answer; null when it does
   */
  public synchronized void says(@Nullable String trouble) {
    Answer answer = trouble == null ? Answer.YES : Answer.NO;
    Instant since = answer == now.answer() ? now.since() : clock.instant();
    now = new Snapshot(answer, trouble == null ? "" : trouble, since);
  }
}
