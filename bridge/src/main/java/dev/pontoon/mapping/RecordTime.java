package dev.pontoon.mapping;

import dev.pontoon.config.RouteConfig.Time;
import dev.pontoon.message.FarTime;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Property;
import java.time.Instant;

/** Which time becomes the record's timestamp, and why. */
enum RecordTime {
  OWN("the message's own time"),
  ARRIVAL("arrival, as the route says"),
  NONE("arrival: the message has no time of its own"),
  ABSURD("arrival: the message's own time is before 1970 or beyond all calendars"),
  EXPIRED("arrival: the topic's retention would soon delete a record of the message's own time"),
  TOO_OLD("arrival: the topic takes no record as old as the message's own time"),
  TOO_NEW("arrival: the topic takes no record as far in the future as the message's own time");

  private static final long HOUR = 3_600_000L;

  /** The last second whose milliseconds fit into a long, and a little less. */
  private static final long MAX_SECOND = Long.MAX_VALUE / 1000 - 1;

  private final String sentence;

  RecordTime(String sentence) {
    this.sentence = sentence;
  }

  String sentence() {
    return sentence;
  }

  /** Whether the route asked for the message's own time, and the topic can't take it. */
  boolean clamped() {
    return ordinal() >= ABSURD.ordinal();
  }

  /** The timestamp under this verdict. */
  long of(LegacyMessage message, long now) {
    return this == OWN && message.property(Property.TIMESTAMP) instanceof Instant own
        ? own.toEpochMilli()
        : now;
  }

  /**
   * Decides. The bounds are drawn in by a tenth, at most one hour: records wait during an outage,
   * clocks differ, and nobody wants a record that is deleted as soon as it is written.
   */
  static RecordTime decide(Time rule, LegacyMessage message, TopicLimits limits, long now) {
    if (rule == Time.ARRIVAL) {
      return ARRIVAL;
    }
    Object set = message.property(Property.TIMESTAMP);
    if (set instanceof FarTime) {
      return ABSURD;
    }
    if (!(set instanceof Instant own)) {
      return NONE;
    }
    long second = own.getEpochSecond();
    if (second < 0 || second > MAX_SECOND || own.toEpochMilli() == 0) {
      return ABSURD;
    }
    long age = now - own.toEpochMilli();
    if (limits.retentionMs() >= 0 && age > drawnIn(limits.retentionMs())) {
      return EXPIRED;
    }
    if (age > drawnIn(limits.timestampBeforeMaxMs())) {
      return TOO_OLD;
    }
    return -age > drawnIn(limits.timestampAfterMaxMs()) ? TOO_NEW : OWN;
  }

  private static long drawnIn(long bound) {
    return bound - Math.min(bound / 10, HOUR);
  }
}
