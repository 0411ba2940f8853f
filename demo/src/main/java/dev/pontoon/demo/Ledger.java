package dev.pontoon.demo;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What one sample application published against what arrived in Kafka, message by message. Safe for
 * all threads.
 *
 * <p>A message is known by the text that {@link #send} returns and that travels in its header
 * {@value #HEADER}. Records without it, or of another run, come from guests and are only counted.
 */
final class Ledger {
  /** Application header of every message that is counted. */
  static final String HEADER = "ledger";

  /**
   * @param published confirmed by the legacy broker
   * @param mirrored of those, found on the topic
   * @param deadLettered of those, found on the dead-letter topic
   * @param expectedDead how many of the published ones had to become dead letters
   * @param misplaced found on the wrong one of the two topics
   * @param repeated records of a message beyond its first
   * @param invented records of messages that nobody sent
   * @param guests records of messages from others
   */
  record Count(
      int published,
      int mirrored,
      int deadLettered,
      int expectedDead,
      int misplaced,
      int repeated,
      int invented,
      int guests) {

    /** Published and in neither topic. */
    int lost() {
      return published - mirrored - deadLettered;
    }
  }

  private final String prefix;
  private final BitSet refusable = new BitSet();
  private final BitSet confirmed = new BitSet();
  private final BitSet onTopic = new BitSet();
  private final BitSet onDeadLetters = new BitSet();
  private int sent;
  private int repeated;
  private int invented;
  private int guests;

  /**
   * @param run tells this run's messages from those of others
   */
  Ledger(String route, String run) {
    this.prefix = route + "-" + run + "-";
  }

  /**
   * Notes that a message is about to be sent.
   *
   * @param bad whether the bridge has to refuse it
   * @return for its header
   */
  synchronized String send(boolean bad) {
    refusable.set(sent, bad);
    return prefix + sent++;
  }

  /** The legacy broker has taken everything that was sent so far. */
  synchronized void confirmAll() {
    confirmed.set(0, sent);
  }

  /** How many messages were sent, confirmed or not. */
  synchronized int sent() {
    return sent;
  }

  /**
   * A record was read.
   *
   * @param id its header, null if it has none
   */
  synchronized void found(@Nullable String id, boolean deadLetter) {
    int number = number(id);
    if (number < 0) {
      guests++;
    } else if (number >= sent) {
      invented++;
    } else if (onTopic.get(number) || onDeadLetters.get(number)) {
      repeated++;
    } else {
      (deadLetter ? onDeadLetters : onTopic).set(number);
    }
  }

  synchronized Count count() {
    return new Count(
        confirmed.cardinality(),
        both(confirmed, onTopic),
        both(confirmed, onDeadLetters),
        both(confirmed, refusable),
        both(onTopic, refusable) + onDeadLetters.cardinality() - both(onDeadLetters, refusable),
        repeated,
        invented,
        guests);
  }

  private int number(@Nullable String id) {
    if (id == null || !id.startsWith(prefix)) {
      return -1;
    }
    try {
      return Integer.parseUnsignedInt(id, prefix.length(), id.length(), 10);
    } catch (NumberFormatException expected) {
      return -1;
    }
  }

  private static int both(BitSet a, BitSet b) {
    BitSet copy = (BitSet) a.clone();
    copy.and(b);
    return copy.cardinality();
  }
}
