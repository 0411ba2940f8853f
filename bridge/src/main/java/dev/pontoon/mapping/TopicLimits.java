package dev.pontoon.mapping;

/**
 * What the topic takes, read from Kafka, so that nothing is sent that would be refused together
 * with its neighbours.
 *
 * @param maxRecordBytes the smaller of the topic's max.message.bytes and the client's limits
 * @param compacted whether a key is required
 * @param retentionMs how long records are kept, -1 for ever
 * @param timestampBeforeMaxMs how far a timestamp may lie in the past
 * @param timestampAfterMaxMs how far a timestamp may lie in the future
 */
public record TopicLimits(
    int maxRecordBytes,
    boolean compacted,
    long retentionMs,
    long timestampBeforeMaxMs,
    long timestampAfterMaxMs) {

  /** Kafka's defaults: what a route is checked against where no broker is at hand. */
  public static final TopicLimits DEFAULT =
      new TopicLimits(1_048_588, false, 604_800_000L, Long.MAX_VALUE, 3_600_000L);
}
