package dev.pontoon.mapping;

import static dev.pontoon.mapping.Route.headers;
import static dev.pontoon.mapping.Route.json;
import static dev.pontoon.mapping.Route.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.config.RouteConfig.Time;
import dev.pontoon.message.FarTime;
import dev.pontoon.message.OutboundRecord;
import dev.pontoon.message.Property;
import dev.pontoon.message.TimeText;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordTimeTest {

  private static final long DAY = 86_400_000L;

  private static RecordTime decide(Instant own, TopicLimits limits) {
    return RecordTime.decide(
        Time.MESSAGE, with(json(""), Property.TIMESTAMP, own), limits, Route.NOW.toEpochMilli());
  }

  private static TopicLimits limits(long retention, long before, long after) {
    return new TopicLimits(1000, false, retention, before, after);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S,OWN",
    "-PT1H,OWN",
    "-P6D,OWN",
    "-P6DT22H59M,OWN", // seven days without the last hour
    "-P6DT23H1M,EXPIRED",
    "-P30D,EXPIRED",
    "PT53M,OWN", // an hour without its last tenth
    "PT55M,TOO_NEW",
    "PT2H,TOO_NEW",
    "P365D,TOO_NEW"
  })
  void kafkaDefaults(Duration offset, RecordTime expected) {
    assertThat(decide(Route.NOW.plus(offset), TopicLimits.DEFAULT)).isEqualTo(expected);
  }

  @Test
  void boundsOfTheTopic() {
    Instant old = Route.NOW.minusSeconds(60);
    assertThat(decide(old, limits(-1, Long.MAX_VALUE, 0))).isEqualTo(RecordTime.OWN);
    assertThat(decide(old, limits(-1, 60_000, 0))).isEqualTo(RecordTime.TOO_OLD);
    assertThat(decide(old, limits(60_000, Long.MAX_VALUE, 0))).isEqualTo(RecordTime.EXPIRED);
    assertThat(decide(old, limits(100_000, 100_000, 0))).isEqualTo(RecordTime.OWN);
    assertThat(decide(Instant.ofEpochSecond(1), limits(-1, Long.MAX_VALUE, 0)))
        .isEqualTo(RecordTime.OWN);
    assertThat(decide(Route.NOW.plusMillis(365 * DAY), limits(-1, Long.MAX_VALUE, Long.MAX_VALUE)))
        .isEqualTo(RecordTime.OWN);
  }

  @Test
  void absurdTimes() {
    TopicLimits open = limits(-1, Long.MAX_VALUE, Long.MAX_VALUE);
    assertThat(decide(Instant.EPOCH, open)).isEqualTo(RecordTime.ABSURD);
    assertThat(decide(Instant.ofEpochSecond(-1), open)).isEqualTo(RecordTime.ABSURD);
    assertThat(decide(Instant.MIN, open)).isEqualTo(RecordTime.ABSURD);
    assertThat(decide(Instant.MAX, open)).isEqualTo(RecordTime.ABSURD);
    Instant millisTakenForSeconds = Instant.ofEpochSecond(Route.NOW.toEpochMilli());
    assertThat(decide(millisTakenForSeconds, TopicLimits.DEFAULT)).isEqualTo(RecordTime.TOO_NEW);
  }

  @Test
  void aClampedTimeIsCountedAndStaysInAHeader() {
    Route route = new Route().time(Time.MESSAGE);
    Instant old = Route.NOW.minus(Duration.ofDays(30));
    OutboundRecord record = route.record(with(json(""), Property.TIMESTAMP, old));
    assertThat(record.timestamp()).isEqualTo(Route.NOW.toEpochMilli());
    assertThat(headers(record)).containsEntry("pontoon.timestamp", TimeText.of(old));
    assertThat(route.clamped).hasValue(1);

    record = route.record(with(json(""), Property.TIMESTAMP, new FarTime(-1)));
    assertThat(record.timestamp()).isEqualTo(Route.NOW.toEpochMilli());
    assertThat(headers(record)).containsEntry("pontoon.timestamp", "18446744073709551615");
    assertThat(route.clamped).hasValue(2);
  }

  @Test
  void whatIsNotClampedIsNotCounted() {
    Route route = new Route().time(Time.MESSAGE);
    Instant own = Route.NOW.minusMillis(1500);
    assertThat(route.record(with(json(""), Property.TIMESTAMP, own)).timestamp())
        .isEqualTo(own.toEpochMilli());
    assertThat(route.record(json("")).timestamp()).isEqualTo(Route.NOW.toEpochMilli());
    assertThat(new Route().record(with(json(""), Property.TIMESTAMP, own)).timestamp())
        .isEqualTo(Route.NOW.toEpochMilli());
    assertThat(route.clamped).hasValue(0);
  }

  @ParameterizedTest
  @CsvSource({
    "2024-01-02T03:04:05Z,2024-01-02T03:04:05.000Z",
    "2024-12-31T23:59:59.009Z,2024-12-31T23:59:59.009Z",
    "0000-01-01T00:00:00Z,0000-01-01T00:00:00.000Z",
    "9999-12-31T23:59:59.999Z,9999-12-31T23:59:59.999Z",
    "2024-01-02T03:04:05.123456Z,2024-01-02T03:04:05.123456Z",
    "+10000-01-01T00:00:00Z,+10000-01-01T00:00:00.000Z",
    "-0001-01-01T00:00:00Z,-0001-01-01T00:00:00.000Z"
  })
  void timesAsText(String time, String text) {
    assertThat(TimeText.of(Instant.parse(time))).isEqualTo(text);
  }
}
