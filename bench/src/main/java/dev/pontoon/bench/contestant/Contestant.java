package dev.pontoon.bench.contestant;

import dev.pontoon.bench.stage.Job;
import dev.pontoon.bench.stage.Source;
import java.util.Optional;

/** Something that moves messages from queues to topics. Stateless: one for all rounds. */
public interface Contestant {

  /** Short, for commands and tables. */
  String name();

  /** What it is and how it is set up, for the reader of a report: one or two sentences. */
  String settings();

  /** Whether it can read from there. */
  boolean reads(Source source);

  /** So many messages show its rate, so that a slow one does not hold up the run. */
  default int enough() {
    return Integer.MAX_VALUE;
  }

  /** Whether it is a neighbour: those are not in every workload of a run. */
  default boolean neighbour() {
    return true;
  }

  /** Whether it is another form of one that is in every run: then only a full run has it. */
  default boolean variant() {
    return false;
  }

  /** False if it moves messages from queue to queue only. */
  default boolean reachesKafka() {
    return true;
  }

  /** Why it can't take part on this machine; empty if it can. */
  default Optional<String> missing() {
    return Optional.empty();
  }

  /** Starts it on queues that are full; returns without waiting for the first message. */
  Running start(Job job);
}
