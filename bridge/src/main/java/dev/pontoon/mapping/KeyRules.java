package dev.pontoon.mapping;

import dev.pontoon.config.RouteConfig.KeyRule;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Property;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes of each rule in YAML the function that looks for a key. */
final class KeyRules {

  private static final String JMS_GROUP = "JMSXGroupID";

  /** What begins a node in JSON or XML: nobody knows what a Camel language makes of a body. */
  private static final String ANY_NODE = "<=[{,:";

  /** Camel expressions that are known to make nothing of the body. */
  private static final Pattern WITHOUT_BODY =
      Pattern.compile(
          "(header|constant|exchangeProperty|variable):.*"
              + "|simple:(?!.*(body|json|jq|xpath|bean|method|ref|message|exchange)).*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private KeyRules() {}

  /** Looks for a key. Never throws; safe for all threads. */
  interface Finder {
    KeyFinding find(LegacyMessage message);
  }

  /**
   * The function for a rule.
   *
   * @throws IllegalArgumentException if the pointer, the XPath or the Camel expression is wrong
   */
  static Finder finder(KeyRule rule, KeyExpressions expressions) {
    String argument = rule.argument();
    return switch (rule.kind()) {
      case HEADER -> message -> KeyFinding.ofValue(message.headers().get(argument));
      case PROPERTY -> property(argument);
      case ROUTING_KEY -> property(Property.ROUTING_KEY);
      case GROUP_ID -> KeyRules::group;
      case MESSAGE_ID -> property(Property.MESSAGE_ID);
      case JSON -> new JsonPointerKey(argument);
      case XPATH -> new XPathKey(argument, expressions.trees());
      case TEXT -> {
        KeyFinding constant = KeyFinding.of(argument);
        yield message -> constant;
      }
      case CAMEL -> camel(argument, expressions);
    };
  }

  private static Finder property(Property property) {
    return message -> KeyFinding.ofValue(message.property(property));
  }

  /** A standard property by its name in YAML. */
  private static Finder property(String name) {
    for (Property property : Property.values()) {
      if (property.text().equals(name)) {
        return property(property);
      }
    }
    throw new IllegalArgumentException(
        "property:" + name + " is no standard property; application headers are header:" + name);
  }

  private static KeyFinding group(LegacyMessage message) {
    Object group = message.property(Property.GROUP_ID);
    return KeyFinding.ofValue(group != null ? group : message.headers().get(JMS_GROUP));
  }

  private static Finder camel(String text, KeyExpressions expressions) {
    KeyExpressions.Expression expression = expressions.compile(text);
    Finder finder = message -> evaluate(text, expression, message);
    if (WITHOUT_BODY.matcher(text).matches()) {
      return finder;
    }
    TreeRoom trees = expressions.trees();
    return message -> trees.within(message.body(), ANY_NODE, () -> finder.find(message));
  }

  private static KeyFinding evaluate(
      String text, KeyExpressions.Expression expression, LegacyMessage message) {
    @Nullable String key;
    try {
      key = expression.evaluate(message);
    } catch (RuntimeException e) {
      return new KeyFinding.Unreadable(
          "the Camel expression " + text + " failed with " + e.getClass().getSimpleName());
    }
    return KeyFinding.of(key);
  }
}
