package dev.pontoon.config;

import dev.pontoon.config.RouteConfig.KeyRule;
import dev.pontoon.config.RouteConfig.KeyRule.Kind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code header:orderId}, {@code group-id}, {@code json:/customer/id}. */
final class KeyRules implements dev.pontoon.config.Kind<KeyRule> {
  static final KeyRules KEY_RULE = new KeyRules();

  /** The standard properties of a message, under the one name they have for all brokers. */
  static final List<String> PROPERTIES =
      List.of(
          "message-id",
          "correlation-id",
          "reply-to",
          "type",
          "app-id",
          "user-id",
          "cluster-id",
          "content-type",
          "content-encoding",
          "delivery-mode",
          "priority",
          "expiration",
          "timestamp",
          "exchange",
          "routing-key",
          "destination",
          "group-id",
          "group-sequence",
          "delivery-count",
          "late",
          "delivery-time",
          "stream",
          "stream-offset");

  private static final Pattern TILDES = Pattern.compile("(?s)([^~]|~[01])*");
  private static final Set<Kind> BARE =
      EnumSet.of(Kind.ROUTING_KEY, Kind.GROUP_ID, Kind.MESSAGE_ID);
  private static final String ALLOWED =
      "allowed: header:NAME, property:NAME, routing-key, group-id, message-id, json:/POINTER,"
          + " xpath:PATH, text:TEXT, camel:LANGUAGE:EXPRESSION";
  private static final String FORM =
      "^(header:.+|property:.+|routing-key|group-id|message-id|json:/.*|xpath:.+|text:.+"
          + "|camel:[^:]+:.+)$";

  private KeyRules() {}

  @Override
  public @Nullable KeyRule read(Yaml value, Place place) {
    if (!(value instanceof Yaml.Scalar scalar) || Kinds.isNothing(value)) {
      place.problem(value.at(), "this is " + value.what(), ALLOWED, joined(value));
      return null;
    }
    Placeholders.Filled filled = place.fill(scalar);
    return filled == null ? null : rule(filled.text(), scalar, place);
  }

  private static @Nullable KeyRule rule(String text, Yaml.Scalar scalar, Place place) {
    int colon = text.indexOf(':');
    String word = colon < 0 ? text : text.substring(0, colon);
    String argument = colon < 0 ? "" : text.substring(colon + 1);
    List<String> words = Arrays.stream(Kind.values()).map(Kinds::written).toList();
    if (!words.contains(word)) {
      String nearest = Similar.nearest(word, words);
      String rest = colon < 0 ? "" : ":" + argument;
      String meant = nearest != null ? nearest + rest : colon < 0 ? "header:" + text : null;
      return refuse(scalar, place, "is not a key rule", ALLOWED, meant);
    }
    Kind kind = Kind.values()[words.indexOf(word)];
    if (BARE.contains(kind)) {
      return colon < 0
          ? new KeyRule(kind, "")
          : refuse(scalar, place, "has nothing behind the colon to read", ALLOWED, word);
    }
    if (argument.isEmpty()) {
      return refuse(scalar, place, "does not say which " + word, ALLOWED, null);
    }
    return checked(new KeyRule(kind, argument), scalar, place);
  }

  private static @Nullable KeyRule checked(KeyRule rule, Yaml.Scalar scalar, Place place) {
    String argument = rule.argument();
    return switch (rule.kind()) {
      case PROPERTY ->
          PROPERTIES.contains(argument)
              ? rule
              : refuse(
                  scalar,
                  place,
                  "names no standard property",
                  "allowed: "
                      + String.join(", ", PROPERTIES)
                      + "; application properties are read with header:NAME",
                  property(argument));
      case JSON ->
          argument.startsWith("/")
              ? tildes(rule, scalar, place)
              : refuse(
                  scalar,
                  place,
                  "is not a JSON pointer",
                  "it begins with '/', as in json:/customer/id",
                  "json:/" + argument.replaceFirst("^\\$?\\.", "").replace('.', '/'));
      case CAMEL ->
          argument.matches("[a-zA-Z0-9-]+:(?s:.+)")
              ? rule
              : refuse(
                  scalar,
                  place,
                  "does not name a Camel language and an expression",
                  "as in camel:simple:${header.orderId}",
                  null);
      default -> rule;
    };
  }

  private static @Nullable KeyRule tildes(KeyRule rule, Yaml.Scalar scalar, Place place) {
    return TILDES.matcher(rule.argument()).matches()
        ? rule
        : refuse(
            scalar,
            place,
            "is not a JSON pointer",
            "in a name '~' is written ~0 and '/' is written ~1",
            null);
  }

  private static @Nullable String property(String argument) {
    String nearest = Similar.nearest(argument, PROPERTIES);
    return nearest == null ? "header:" + argument : "property:" + nearest;
  }

  private static @Nullable KeyRule refuse(
      Yaml.Scalar scalar, Place place, String wrong, String allowed, @Nullable String meant) {
    boolean quiet = place.secret() || Placeholders.isIn(scalar.text());
    place.problem(scalar.at(), place.shown(scalar) + " " + wrong, allowed, quiet ? null : meant);
    return null;
  }

  /** A blank behind the colon makes a mapping of it. */
  private static @Nullable String joined(Yaml value) {
    if (value instanceof Yaml.Mapping mapping
        && mapping.entries().size() == 1
        && mapping.entries().get(0).value() instanceof Yaml.Scalar scalar
        && scalar.type() != Yaml.Type.NOTHING) {
      return mapping.entries().get(0).key() + ":" + scalar.text();
    }
    return null;
  }

  @Override
  public String label() {
    return "key rule";
  }

  @Override
  public Map<String, Object> schema() {
    return Schemas.orPlaceholder(Schemas.map("type", "string", "pattern", FORM));
  }
}
