package dev.pontoon.demo.scenario;

import java.util.List;

/**
 * The same messages on both sides: published to an exchange of its own, which the bridge mirrors to
 * a topic of its own.
 */
public interface Scenario {
  /** How many messages each one publishes. */
  int MESSAGES = 100;

  /** All, in the order in which they are told. */
  static List<Scenario> all() {
    return List.of(new LateSubscriber(), new LostWork(), new TwoReaders());
  }

  /** Short and unique: part of the names on both sides. */
  String name();

  /** Plays it, within seconds, on the calling thread. */
  Comparison play(LegacySide legacy, KafkaSide kafka) throws Exception;
}
