package dev.pontoon.config;

import static dev.pontoon.config.Schemas.map;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The single values that options are made of. */
final class Kinds {
  /** Any text that is not empty. */
  static final ScalarKind<String> TEXT =
      ScalarKind.<String>of("text", "is empty", "a text stands here", t -> t.isEmpty() ? null : t)
          .described(map("type", "string", "minLength", 1));

  static final ScalarKind<String> NAME =
      pattern(
          "name",
          "is not a name",
          "allowed: up to 100 letters, digits, '.', '-' and '_', beginning with a letter or digit",
          "[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  /** A header by its name. */
  static final ScalarKind<String> HEADER_RULE =
      pattern("header:NAME", "names no header", "allowed: header: and a name", "header:.+");

  /** By Kafka's own rules. */
  static final ScalarKind<String> TOPIC =
      pattern(
          "topic name",
          "is not a topic name",
          "allowed: up to 249 letters, digits, '.', '-' and '_'",
          TopicNames.REGEX);

  /** A topic name with placeholders for the source. */
  static final ScalarKind<String> DEAD_TEMPLATE =
      template(
          "`{queue}`, `{exchange}` or `{stream}`",
          "{queue}, {exchange}, {stream}",
          "queue|exchange|stream");

  /** A topic name with placeholders for the source and the message. */
  static final ScalarKind<String> TOPIC_TEMPLATE =
      template(
          "`{queue}`, `{exchange}`, `{stream}` or `{routing-key}`",
          "{queue}, {exchange}, {stream}, {routing-key}",
          "queue|exchange|stream|routing-key");

  static final ScalarKind<Boolean> FLAG =
      ScalarKind.<Boolean>of(
              "`true` or `false`",
              "is neither true nor false",
              "allowed: true, false",
              text ->
                  switch (text) {
                    case "true", "True", "TRUE" -> true;
                    case "false", "False", "FALSE" -> false;
                    default -> null;
                  })
          .types(Yaml.Type.FLAG)
          .suggesting(Kinds::flagMeant)
          .described(map("type", "boolean"));

  static final ScalarKind<Duration> DURATION =
      ScalarKind.<Duration>of("duration", "is not a duration", Durations.ALLOWED, Durations::parse)
          .types(Yaml.Type.TEXT, Yaml.Type.WHOLE, Yaml.Type.DECIMAL)
          .writing(Durations::write)
          .suggesting(Durations::suggest)
          .described(map("type", "string", "pattern", "^\\d{1,19}(ms|s|m|h|d)$"));

  /** A duration that is not shorter than this one. */
  static ScalarKind<Duration> durationFrom(Duration least) {
    String shortest = Durations.write(least);
    return new ScalarKind<>(
        "duration from " + shortest,
        "is not a duration from " + shortest,
        Durations.ALLOWED + "; at least " + shortest,
        DURATION.types(),
        text -> {
          Duration duration = Durations.parse(text);
          return duration == null || duration.compareTo(least) < 0 ? null : duration;
        },
        DURATION.write(),
        DURATION.suggest(),
        DURATION.schema());
  }

  /** In milliseconds, -1 for ever. */
  static final ScalarKind<Long> RETENTION =
      ScalarKind.<Long>of(
              "duration or `forever`",
              "is not a duration",
              Durations.ALLOWED + ", or forever",
              Kinds::retention)
          .types(Yaml.Type.TEXT, Yaml.Type.WHOLE, Yaml.Type.DECIMAL)
          .writing(ms -> ms < 0 ? "forever" : Durations.write(Duration.ofMillis(ms)))
          .suggesting(
              text -> {
                String duration = Durations.suggest(text);
                return duration == null ? Similar.nearest(text, List.of("forever")) : duration;
              })
          .described(map("type", "string", "pattern", "^(forever|\\d{1,19}(ms|s|m|h|d))$"));

  /** In bytes. */
  static final ScalarKind<Long> SIZE =
      ScalarKind.<Long>of("size", "is not a size", Sizes.ALLOWED, Sizes::parse)
          .types(Yaml.Type.TEXT, Yaml.Type.WHOLE, Yaml.Type.DECIMAL)
          .writing(Sizes::write)
          .suggesting(Sizes::suggest)
          .described(
              map(
                  "type",
                  List.of("integer", "string"),
                  "minimum",
                  0,
                  "pattern",
                  "^\\d{1,18}(KiB|MiB|GiB|TiB)?$"));

  private Kinds() {}

  static boolean isNothing(Yaml value) {
    return value instanceof Yaml.Scalar scalar && scalar.type() == Yaml.Type.NOTHING;
  }

  static ScalarKind<String> pattern(String label, String wrong, String allowed, String regex) {
    Pattern pattern = Pattern.compile(regex);
    return ScalarKind.<String>of(
            label, wrong, allowed, text -> pattern.matcher(text).matches() ? text : null)
        .described(map("type", "string", "pattern", "^" + regex + "$"));
  }

  private static ScalarKind<String> template(String label, String allowed, String words) {
    return pattern(
        "topic name, may have " + label,
        "is not a topic name",
        "allowed: up to 249 letters, digits, '.', '-', '_', and " + allowed,
        "(?!\\.{1,2}$)([a-zA-Z0-9._-]|\\{(" + words + ")\\}){1,249}");
  }

  static ScalarKind<Integer> whole(int least, int most) {
    String allowed = "a whole number from " + least + " to " + most;
    return ScalarKind.<Integer>of(
            allowed, "is not allowed", "allowed: " + allowed, text -> whole(text, least, most))
        .types(Yaml.Type.WHOLE)
        .described(map("type", "integer", "minimum", least, "maximum", most));
  }

  /** Of 64 bits, from 0. */
  static ScalarKind<Long> wholeLong() {
    String allowed = "a whole number from 0, of 18 digits at most";
    return ScalarKind.<Long>of(
            allowed,
            "is not allowed",
            "allowed: " + allowed,
            text -> text.matches("\\d{1,18}") ? Long.valueOf(text) : null)
        .types(Yaml.Type.WHOLE)
        .described(map("type", "integer", "minimum", 0));
  }

  /** The constants of an enum in small letters, with dashes. */
  static <E extends Enum<E>> ScalarKind<E> word(Class<E> type) {
    List<E> constants = Arrays.asList(type.getEnumConstants());
    List<String> words = constants.stream().map(Kinds::written).toList();
    Function<String, @Nullable E> parse =
        text -> words.contains(text) ? constants.get(words.indexOf(text)) : null;
    return ScalarKind.of(
            words.stream().map(word -> "`" + word + "`").collect(Collectors.joining(", ")),
            "is not known",
            "allowed: " + String.join(", ", words),
            parse)
        .writing(Kinds::written)
        .suggesting(text -> Similar.nearest(text, words))
        .described(map("type", "string", "enum", words));
  }

  static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static @Nullable Integer whole(String text, int least, int most) {
    try {
      int number = Integer.parseInt(text);
      return number < least || number > most ? null : number;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable Long retention(String text) {
    if (text.equals("forever")) {
      return -1L;
    }
    Duration duration = Durations.parse(text);
    return duration == null ? null : duration.toMillis();
  }

  private static @Nullable String flagMeant(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "yes", "on", "y", "1" -> "true";
      case "no", "off", "n", "0" -> "false";
      default -> null;
    };
  }
}
