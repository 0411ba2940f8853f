package dev.pontoon.config;

import static dev.pontoon.config.Kinds.FLAG;
import static dev.pontoon.config.Kinds.TEXT;
import static dev.pontoon.config.Kinds.TOPIC;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every key of routes/*.test.yaml. */
final class TestOptions {
  /** The stable codes of refusals. */
  static final List<String> REASONS =
      List.of(
          "KEY_MISSING",
          "KEY_MALFORMED",
          "KEY_REQUIRED",
          "KEY_PARKED",
          "BODY_UNSUPPORTED",
          "BODY_UNREADABLE",
          "BODY_MALFORMED",
          "TOO_LARGE",
          "TOO_MANY_HEADERS",
          "TOPIC_INVALID",
          "STEP_FAILED",
          "REJECTED_BY_KAFKA");

  static final Kind<String> ANY_TEXT =
      ScalarKind.<String>of("text", "is not text", "a text stands here", text -> text)
          .types(Yaml.Type.TEXT, Yaml.Type.WHOLE, Yaml.Type.DECIMAL, Yaml.Type.FLAG)
          .described(Schemas.map("type", List.of("string", "number", "boolean")));

  private static final Kind<Instant> INSTANT =
      ScalarKind.<Instant>of(
          "time",
          "is not a time",
          "allowed: ISO-8601 in UTC, as in 2024-01-02T03:04:05Z",
          TestOptions::instant);
  private static final Kind<String> BASE64 =
      ScalarKind.<String>of(
          "Base64 text",
          "is not Base64",
          "allowed: standard Base64 with padding",
          TestOptions::base64);
  private static final Kind<String> REASON =
      ScalarKind.<String>of(
              "reason code",
              "is not a reason",
              "allowed: " + String.join(", ", REASONS),
              text -> REASONS.contains(text) ? text : null)
          .suggesting(TestOptions::similarReason)
          .described(Schemas.map("type", "string", "enum", REASONS));

  private static final Set<String> WHOLE_PROPERTIES =
      Set.of("delivery-mode", "priority", "group-sequence", "delivery-count");

  /** Each option is a standard property. */
  static final List<Option<?>> PROPERTY_OPTIONS =
      KeyRules.PROPERTIES.stream().<Option<?>>map(TestOptions::property).toList();

  static final Option<Values> PROPERTIES =
      Option.of(
          "properties",
          new Group("The message's standard properties.", PROPERTY_OPTIONS, List.of(), Map.of()),
          "Standard properties of the message.");
  static final Option<Map<String, Object>> GIVEN_HEADERS =
      Option.of("headers", DataKind.DATA, "Application headers, in JMS: properties.");
  static final Option<String> BODY = Option.of("body", ANY_TEXT, "The body as text.");
  static final Option<String> BODY_BASE64 =
      Option.of("body-base64", BASE64, "The body as bytes, in Base64.");
  static final Option<String> SOURCE =
      Option.of(
              "source",
              TEXT,
              "Of a route with a list: the queue or exchange that the message comes from.")
          .orElse("each of the list");
  static final Option<Values> GIVEN =
      Option.of(
              "given",
              Group.of("The legacy message.", SOURCE, PROPERTIES, GIVEN_HEADERS, BODY, BODY_BASE64),
              "The legacy message.")
          .must();

  static final Option<String> TOPIC_NAME = Option.of("topic", TOPIC, "Topic of the record.");
  static final Option<Expected> KEY =
      Option.of(
          "key", new NullableText(), "Key of the record as text; `null` for a record without one.");
  static final Option<Instant> TIMESTAMP = Option.of("timestamp", INSTANT, "Time of the record.");
  static final Option<Map<String, Object>> HEADERS =
      Option.of(
          "headers",
          new SettingsKind(Map.of(), List.of(), Set.of()),
          "Headers that must be there, as text; others may be there too.");
  static final Option<String> VALUE = Option.of("value", ANY_TEXT, "Value of the record as text.");
  static final Option<RouteTest.Json> BODY_JSON =
      Option.of(
          "body-json",
          JsonKind.JSON,
          "Value of the record as JSON, written as YAML: the order of members does not matter, and"
              + " `3` is `3.0`.");
  static final Option<Boolean> TOMBSTONE =
      Option.of("tombstone", FLAG, "Whether the record must be without a value.").or(false);
  static final Option<Boolean> FILTERED =
      Option.of(
              "filtered",
              FLAG,
              "Whether the route's steps leave the message out, so that it is acknowledged and"
                  + " becomes no record; stands alone.")
          .or(false);
  static final Option<String> REFUSED =
      Option.of("refused", REASON, "The message is refused for this reason; stands alone.");

  /** What describes a record, and has no place where there is none. */
  static final List<Option<?>> THEN_RECORD =
      List.of(TOPIC_NAME, KEY, TIMESTAMP, HEADERS, VALUE, BODY_JSON, TOMBSTONE);

  static final Option<Values> THEN =
      Option.of(
              "then",
              Group.of(
                  "What comes of it. What is not written is not looked at.",
                  TOPIC_NAME,
                  KEY,
                  TIMESTAMP,
                  HEADERS,
                  VALUE,
                  BODY_JSON,
                  TOMBSTONE,
                  FILTERED,
                  REFUSED),
              "What comes of it.")
          .must();
  static final Option<String> NAME =
      Option.of("name", TEXT, "What the test shows, in one sentence.").must();

  static final Group TEST = Group.of("One test.", NAME, GIVEN, THEN);

  private TestOptions() {}

  /**
   * A text that must be there, or must not.
   *
   * @param text null where there must be none
   */
  record Expected(@Nullable String text) {}

  private record NullableText() implements Kind<Expected> {
    @Override
    public @Nullable Expected read(Yaml value, Place place) {
      if (Kinds.isNothing(value)) {
        return new Expected(null);
      }
      String text = ANY_TEXT.read(value, place);
      return text == null ? null : new Expected(text);
    }

    @Override
    public String label() {
      return "text or `null`";
    }

    @Override
    public Map<String, Object> schema() {
      return Schemas.map("type", List.of("string", "number", "boolean", "null"));
    }
  }

  private static Option<?> property(String name) {
    String doc = "Standard property `" + name + "`.";
    if (name.equals("timestamp") || name.equals("delivery-time")) {
      return Option.of(name, INSTANT, doc);
    }
    if (name.equals("stream-offset")) {
      return Option.of(name, Kinds.wholeLong(), doc);
    }
    return WHOLE_PROPERTIES.contains(name)
        ? Option.of(name, Kinds.whole(0, Integer.MAX_VALUE), doc)
        : Option.of(name, ANY_TEXT, doc);
  }

  private static @Nullable Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static @Nullable String base64(String text) {
    try {
      Base64.getDecoder().decode(text);
      return text;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable String similarReason(String text) {
    return Similar.nearest(text.replace('-', '_'), REASONS);
  }
}
