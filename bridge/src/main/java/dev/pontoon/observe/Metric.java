package dev.pontoon.observe;

/**
 * Every metric's name and meaning: part of the public interface. Prometheus shows dots as
 * underscores and adds _total to counters.
 */
public enum Metric {
  READ(
      "pontoon.messages.read",
      "Messages delivered by the legacy broker, repeated deliveries included."),
  MIRRORED("pontoon.messages.mirrored", "Messages whose records Kafka has confirmed."),
  DEAD_LETTERED(
      "pontoon.messages.dead.lettered", "Messages whose dead letter Kafka has confirmed."),
  FILTERED("pontoon.messages.filtered", "Messages that a step of the route left out on purpose."),
  DUPLICATES_SKIPPED(
      "pontoon.messages.duplicates.skipped",
      "Repeated deliveries that Kafka had confirmed before and that were not written again."),
  POSSIBLE_DUPLICATES(
      "pontoon.messages.duplicates.possible",
      "Messages marked as redelivered that were written because nobody could tell whether Kafka had"
          + " them."),
  WITHOUT_IDENTITY(
      "pontoon.messages.without.identity",
      "Messages without a message id: a repeated delivery of such a message can't be recognised."),
  ACKNOWLEDGED("pontoon.messages.acknowledged", "Messages acknowledged to the legacy broker."),
  GIVEN_BACK(
      "pontoon.messages.given.back",
      "Messages delivered but not acknowledged when the connection ended: the broker delivers them"
          + " again."),
  RECONNECTS("pontoon.source.reconnects", "Connections to the legacy broker after the first."),
  GAPS(
      "pontoon.source.gaps",
      "Times that messages may be missing: an exchange, Pontoon's queue on it or a stream was"
          + " deleted and made again, or a stream dropped messages before they were read."),
  TIMESTAMPS_CLAMPED(
      "pontoon.timestamps.clamped",
      "Records that got the arrival time because the topic would not keep or accept the message's"
          + " own time."),
  IN_FLIGHT("pontoon.in.flight.messages", "Messages delivered and not yet acknowledged."),
  ATTENTION(
      "pontoon.route.attention",
      "Things that need a person though messages flow, such as a queue that is not as the route"
          + " file says; /health names them."),
  LEFTOVERS(
      "pontoon.leftover.queues",
      "Queues that are called as this bridge's own are and that no route reads, where the"
          + " management API can be asked."),
  BYTES_IN_FLIGHT(
      "pontoon.in.flight.bytes", "Bytes of the messages in flight, of all routes together."),
  READY(
      "pontoon.route.ready",
      "1 while nobody has to do anything about the route: it is UP in the health, standing by for"
          + " another replica included. Else 0."),
  ACTIVE(
      "pontoon.route.active",
      "1 while this process reads the route's source and Kafka takes its records; 0 on a replica"
          + " that stands by.");

  private final String meter;
  private final String sentence;

  Metric(String meter, String sentence) {
    this.meter = meter;
    this.sentence = sentence;
  }

  public String meter() {
    return meter;
  }

  public String sentence() {
    return sentence;
  }
}
