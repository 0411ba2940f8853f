package dev.pontoon.mapping;

import dev.pontoon.config.RouteConfig;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.OutboundRecord;
import dev.pontoon.message.OutboundRecord.Header;
import dev.pontoon.message.Outcome;
import dev.pontoon.message.PrintableText;
import dev.pontoon.message.Property;
import dev.pontoon.message.Refusal;
import dev.pontoon.message.TimeText;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs a route's own tests: the real mapper, without any broker. The message arrives one second
 * after its own time, so that a test stays true however old its example grows; the topic is taken
 * to be as the route plans it.
 */
public final class RouteTestRunner {

  private static final Instant NO_TIME = Instant.parse("2026-01-01T00:00:00Z");

  private RouteTestRunner() {}

  /**
   * Where the message becomes something else than expected, one sentence per difference; empty if
   * the test holds.
   *
   * @param made what the route's steps made of the message
   * @param expressions evaluates {@code camel:} keys
   */
  public static List<String> differences(
      RouteConfig route,
      List<LegacyMessage> made,
      Expectation expected,
      KeyExpressions expressions) {
    if (expected instanceof Expectation.Filtered && made.isEmpty()) {
      return List.of();
    }
    return made.size() == 1
        ? differences(route, made.get(0), expected, expressions)
        : List.of("the steps made " + made.size() + " messages of it, expected one");
  }

  /** The same for a message that the route's steps could not take. */
  public static List<String> differences(Refusal refusal, Expectation expected) {
    if (expected instanceof Expectation.Refused refused) {
      return refusal(refused, refusal);
    }
    String wanted = expected instanceof Expectation.Filtered ? "to be left out" : "a record";
    return List.of("expected " + wanted + ", was refused: " + told(refusal));
  }

  static List<String> differences(
      RouteConfig route, LegacyMessage given, Expectation expected, KeyExpressions expressions) {
    Explanation explanation;
    try {
      explanation = explain(route, given, expressions);
    } catch (IllegalArgumentException e) {
      return List.of("the route can't be built: " + e.getMessage());
    }
    Outcome outcome = explanation.outcome();
    OutboundRecord record = outcome.record();
    if (record == null) {
      return differences((Refusal) outcome, expected);
    } else if (expected instanceof Expectation.Becomes becomes) {
      return new Comparison(explanation).all(becomes, record);
    }
    String wanted =
        expected instanceof Expectation.Refused refused
            ? "to be refused with " + refused.reason()
            : "to be left out";
    String key = Explanation.shown(record.key());
    return List.of("expected " + wanted + ", became a record with key " + key);
  }

  /** What the message becomes under the conditions of a test. */
  public static Explanation explain(
      RouteConfig route, LegacyMessage given, KeyExpressions expressions) {
    Instant own = given.property(Property.TIMESTAMP) instanceof Instant time ? time : NO_TIME;
    boolean usable = own.isAfter(Instant.EPOCH) && own.isBefore(Instant.MAX.minusSeconds(1));
    Clock clock = Clock.fixed(usable ? own.plusSeconds(1) : NO_TIME, ZoneOffset.UTC);
    TopicLimits limits = PlannedLimits.of(route.to());
    return new RouteMapper(route, given.origin(), () -> limits, clock, expressions, () -> {})
        .explain(given);
  }

  private static List<String> refusal(Expectation.Refused expected, Refusal refusal) {
    return refusal.reason() == expected.reason()
        ? List.of()
        : List.of("expected to be refused with " + expected.reason() + ", was " + told(refusal));
  }

  private static String told(Refusal refusal) {
    return refusal.reason() + " (" + PrintableText.of(refusal.message(), 500) + ")";
  }

  /** Collects the differences of one record. */
  private record Comparison(Explanation explanation, List<String> differences) {

    Comparison(Explanation explanation) {
      this(explanation, new ArrayList<>());
    }

    List<String> all(Expectation.Becomes expected, OutboundRecord record) {
      if (expected.topic() != null) {
        compare("topic", bytes(expected.topic()), bytes(record.topic()));
      }
      if (expected.key() != null || expected.noKey()) {
        compare("key", bytes(expected.key()), record.key());
      }
      if (expected.timestamp() != null) {
        Instant written = Instant.ofEpochMilli(record.timestamp());
        compare("timestamp", bytes(TimeText.of(expected.timestamp())), bytes(TimeText.of(written)));
      }
      if (expected.value() != null || expected.tombstone()) {
        compare("value", bytes(expected.value()), record.value());
      }
      if (expected.json() != null) {
        for (String one : JsonComparison.differences(expected.json().data(), record.value())) {
          differences.add("value: " + one + rule("value"));
        }
      }
      for (Map.Entry<String, @Nullable String> header : expected.headers().entrySet()) {
        header(header.getKey(), header.getValue(), record.headers());
      }
      return differences;
    }

    private void header(String name, @Nullable String expected, List<Header> headers) {
      for (Header header : headers) {
        if (header.name().equals(name)) {
          compare("header " + name, bytes(expected), header.value());
          return;
        }
      }
      differences.add(
          PrintableText.of("header " + name, 200)
              + ": expected "
              + Explanation.shown(bytes(expected))
              + ", is not there");
    }

    private void compare(String part, byte @Nullable [] expected, byte @Nullable [] actual) {
      if (Arrays.equals(expected, actual)) {
        return;
      }
      differences.add(
          PrintableText.of(part, 200)
              + ": expected "
              + Explanation.shown(expected)
              + ", was "
              + Explanation.shown(actual)
              + rule(part));
    }

    private String rule(String part) {
      for (Explanation.Part one : explanation.parts()) {
        if (one.name().equals(part)) {
          return " (" + one.rule() + ")";
        }
      }
      return "";
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
      return text == null ? null : HeaderBlock.utf8(text);
    }
  }
}
