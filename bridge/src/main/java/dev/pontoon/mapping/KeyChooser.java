package dev.pontoon.mapping;

import dev.pontoon.config.RouteConfig;
import dev.pontoon.config.RouteConfig.KeyRule;
import dev.pontoon.config.RouteConfig.Otherwise;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Property;
import dev.pontoon.message.Refusal;
import dev.pontoon.message.Refusal.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The route's key rules in their order: the first that finds something decides. A body that can't
 * be read lets the later rules try. If they find nothing either, the message is refused, whatever
 * {@code otherwise} says; unless one of them could read the body: then it is of that rule's format,
 * and that it is of no other says nothing.
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
    this.missing = missing(String.join(", ", texts), otherwise, route.to().compact());
  }

  private static Choice missing(String rules, Otherwise otherwise, boolean compact) {
    String also = otherwise == Otherwise.MESSAGE_ID ? ", and no message id either" : "";
    List<String> advice = new ArrayList<>();
    if (!compact) {
      advice.add("otherwise: none sends it without a key");
    }
    if (otherwise != Otherwise.MESSAGE_ID) {
      advice.add("otherwise: message-id sends it with its id");
    }
    String then =
        advice.isEmpty() ? "; add a rule that finds one" : "; " + String.join(", ", advice);
    return new Choice(
        null,
        "otherwise: " + otherwise.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
        new Refusal(Reason.KEY_MISSING, "nothing found for the key at " + rules + also + then));
  }

  Choice choose(LegacyMessage message) {
    if (finders.length == 0) {
      return NO_RULE;
    }
    List<Problem> problems = List.of();
    boolean read = false;
    for (int i = 0; i < finders.length; i++) {
      KeyFinding finding = finders[i].find(message);
      if (finding instanceof KeyFinding.Found found) {
        return new Choice(found.key(), texts[i], null);
      }
      if (finding instanceof KeyFinding.Unreadable unreadable) {
        problems = problems.isEmpty() ? new ArrayList<>() : problems;
        problems.add(new Problem(texts[i], unreadable));
      }
      read |= finding == KeyFinding.ABSENT_IN_BODY;
    }
    if (problems.isEmpty()) {
      return otherwise(message);
    }
    boolean known = read;
    List<Problem> real =
        problems.stream().filter(problem -> !(known && problem.what().format())).toList();
    return real.isEmpty() ? otherwise(message) : malformed(real);
  }

  /** What a rule could not read. */
  private record Problem(String rule, KeyFinding.Unreadable what) {}

  private static Choice malformed(List<Problem> problems) {
    String all =
        problems.stream()
            .map(problem -> problem.rule() + ": " + problem.what().problem())
            .collect(Collectors.joining("; at "));
    String rules = problems.stream().map(Problem::rule).collect(Collectors.joining(", "));
    return new Choice(
        null, rules, new Refusal(Reason.KEY_MALFORMED, "looking for the key at " + all));
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
