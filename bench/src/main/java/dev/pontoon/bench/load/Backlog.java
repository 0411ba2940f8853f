package dev.pontoon.bench.load;

import dev.pontoon.bench.stage.Job;
import dev.pontoon.bench.stage.Line;

/** Full queues: message n is in queue {@code n % queues} and has key {@code k(n % 1000)}. */
public interface Backlog {

  /** Keys are as many as this. */
  int KEYS = 1000;

  /** Makes the queues and fills them; every message is on the broker's side when it returns. */
  static void fill(Job job, long seed) throws Exception {
    if (job.workload().source().isJms()) {
      throw new UnsupportedOperationException("JMS");
    }
    RabbitFill.fill(job, seed);
  }

  /** Messages that wait in all queues; those that a reader holds don't count on RabbitMQ. */
  static long waiting(Job job) throws Exception {
    long all = 0;
    for (Line line : job.lines()) {
      all += RabbitFill.waiting(job, line);
    }
    return all;
  }

  /** Deletes the queues with all that is in them. */
  static void delete(Job job) throws Exception {
    RabbitFill.delete(job);
  }
}
