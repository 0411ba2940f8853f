package dev.pontoon.mapping;

import dev.pontoon.config.RouteConfig;
import dev.pontoon.config.RouteConfig.KeyRule;
import dev.pontoon.config.RouteConfig.Otherwise;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Property;
import dev.pontoon.message.Refusal;
import dev.pontoon.message.Refusal.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The route's key rules in their order: the first that finds something decides. A body that can't
 * be read lets the later rules try; if they find nothing either, the message is refused, whatever
 * {@code otherwise} says.
 */
final class KeyChooser {

  private static final Choice NO_RULE = new Choice(null, "no key rule", null);
  private static final Choice NO_KEY = new Choice(null, "otherwise: none", null);

  private final String[] texts;
  private final KeyRules.Finder[] finders;
  private final Otherwise otherwise;
  private final Choice missing;

  /**
   * @param key the key bytes, null for none
   * @param rule the rule that chose, as in YAML
   * @param refusal why there is none, null where that is fine
   */
  record Choice(byte @Nullable [] key, String rule, @Nullable Refusal refusal) {}

  KeyChooser(RouteConfig route, KeyExpressions expressions) {
    List<KeyRule> rules = route.key();
    this.texts = new String[rules.size()];
    this.finders = new KeyRules.Finder[rules.size()];
    for (int i = 0; i < finders.length; i++) {
      texts[i] = rules.get(i).text();
      finders[i] = KeyRules.finder(rules.get(i), expressions);
    }
    this.otherwise = route.otherwise();
    this.missing = missing(String.join(", ", texts), otherwise);
  }

  private static Choice missing(String rules, Otherwise otherwise) {
    String also = otherwise == Otherwise.MESSAGE_ID ? ", and no message id either" : "";
    String advice =
        otherwise == Otherwise.MESSAGE_ID
            ? "; otherwise: none sends it without a key"
            : "; otherwise: none sends it without a key, otherwise: message-id with its id";
    return new Choice(
        null,
        "otherwise: " + otherwise.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
        new Refusal(Reason.KEY_MISSING, "nothing found for the key at " + rules + also + advice));
  }

  Choice choose(LegacyMessage message) {
    if (finders.length == 0) {
      return NO_RULE;
    }
    Choice unreadable = null;
    for (int i = 0; i < finders.length; i++) {
      KeyFinding finding = finders[i].find(message);
      if (finding instanceof KeyFinding.Found found) {
        return new Choice(found.key(), texts[i], null);
      }
      if (finding instanceof KeyFinding.Unreadable problem && unreadable == null) {
        unreadable = new Choice(null, texts[i], refusal(texts[i], problem.problem()));
      }
    }
    return unreadable != null ? unreadable : otherwise(message);
  }

  private static Refusal refusal(String rule, String problem) {
    return new Refusal(Reason.KEY_MALFORMED, "looking for the key at " + rule + ": " + problem);
  }

  private Choice otherwise(LegacyMessage message) {
    return switch (otherwise) {
      case REFUSE -> missing;
      case NONE -> NO_KEY;
      case MESSAGE_ID ->
          KeyFinding.ofValue(message.property(Property.MESSAGE_ID))
                  instanceof KeyFinding.Found found
              ? new Choice(found.key(), missing.rule(), null)
              : missing;
    };
  }
}
