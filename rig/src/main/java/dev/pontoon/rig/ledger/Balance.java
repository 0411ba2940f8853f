package dev.pontoon.rig.ledger;

import java.util.List;

/**
 * The account between a publisher and Kafka at one moment.
 *
 * @param published messages that were sent
 * @param confirmed of these, confirmed by the legacy broker
 * @param stored records of the topic that belong to them
 * @param unique different messages among these
 * @param lost confirmed, but neither in the topic nor dead-lettered
 * @param duplicates records beyond the number of times that the publisher sent the message
 * @param dead records of the dead-letter topic that belong to them
 * @param unexpected records that nobody published, of both topics
 * @param orderBreaks messages that came first after a later one of their key
 * @param examples of what is wrong, at most ten
 */
public record Balance(
    long published,
    long confirmed,
    long stored,
    long unique,
    long lost,
    long duplicates,
    long dead,
    long unexpected,
    long orderBreaks,
    List<String> examples) {

  public Balance {
    examples = List.copyOf(examples);
  }

  /** Every confirmed message is in the topic or dead-lettered, and nothing was invented. */
  public Balance assertNothingLost() {
    return check(lost == 0 && unexpected == 0, "messages are lost or invented");
  }

  /** No message is there more often than it was sent. */
  public Balance assertNoDuplicates() {
    return check(duplicates == 0, "messages are there more than once");
  }

  /** Messages of one key came in the order in which they were sent. */
  public Balance assertOrderPerKey() {
    return check(orderBreaks == 0, "messages of a key are out of order");
  }

  /** No message was refused. */
  public Balance assertNoDeadLetters() {
    return check(dead == 0, "messages were dead-lettered");
  }

  /** So many messages are there, each once, in order, and none was refused. */
  public Balance assertWhole(long messages) {
    assertNothingLost().assertNoDuplicates().assertOrderPerKey().assertNoDeadLetters();
    return check(unique == messages, "not " + messages + " messages are there");
  }

  /** The account in one line. */
  @Override
  public String toString() {
    return ("published=%d confirmed=%d stored=%d unique=%d lost=%d duplicates=%d dead=%d"
            + " unexpected=%d orderBreaks=%d")
        .formatted(
            published, confirmed, stored, unique, lost, duplicates, dead, unexpected, orderBreaks);
  }

  private Balance check(boolean right, String wrong) {
    if (!right) {
      throw new AssertionError(wrong + ": " + this + "; e.g. " + examples);
    }
    return this;
  }
}
