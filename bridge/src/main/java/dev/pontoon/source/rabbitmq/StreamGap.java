package dev.pontoon.source.rabbitmq;

import dev.pontoon.delivery.Position;

/**
 * Messages that were not read and can't be read any more.
 *
 * @param stream the stream, or the partition of a super stream
 * @param sentence what is missing and why, for people
 */
record StreamGap(String stream, String sentence) {

  /**
   * @param next the oldest message that is there
   * @param missing how many offsets lie between; the broker may have used some of them itself
   */
  static StreamGap trimmed(String stream, long next, long missing) {
    return new StreamGap(
        stream,
        "up to "
            + missing
            + " messages of the stream "
            + stream
            + " were removed by its retention before they were read, offsets "
            + (next - missing)
            + " to "
            + (next - 1));
  }

  /** It is not the stream that was read before. */
  static StreamGap replaced(Position position) {
    return new StreamGap(
        position.stream(),
        "the stream "
            + position.stream()
            + " does not hold the message at offset "
            + position.offset()
            + " up to which it was read: it was deleted and made again, or restored");
  }
}
