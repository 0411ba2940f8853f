package dev.pontoon.bench.load;

import dev.pontoon.bench.stage.Job;
import dev.pontoon.bench.stage.Line;

/** Full queues: message n is in queue {@code n % queues} and has key {@code k(n % 1000)}. */
public final class Backlog {

  /** Keys are as many as this. */
  public static final int KEYS = 1000;

  private final Job job;
  private final boolean jms;

  public Backlog(Job job) {
    this.job = job;
    this.jms = job.workload().source().isJms();
  }

  /**
   * Makes the queues and fills them; every message is on the broker's side when it returns.
   *
   * @param messages in all queues together; 0 makes them only
   */
  public void fill(long seed, int messages) throws Exception {
    if (jms) {
      JmsFill.fill(job, seed, messages);
    } else {
      RabbitFill.fill(job, seed, messages);
    }
  }

  /** Messages that nobody took, in all queues; they may be gone afterwards. No reader may run. */
  public long rest() throws Exception {
    long all = 0;
    for (Line line : job.lines()) {
      all += jms ? JmsFill.takeRest(job, line) : RabbitFill.waiting(job, line);
    }
    return all;
  }

  /** Deletes the queues with all that is in them; a JMS broker keeps them, JMS can't delete. */
  public void delete() throws Exception {
    if (!jms) {
      RabbitFill.delete(job);
    }
  }
}
