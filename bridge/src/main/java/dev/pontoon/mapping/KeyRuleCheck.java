package dev.pontoon.mapping;

import dev.pontoon.config.RouteConfig.KeyRule;
import org.jspecify.annotations.Nullable;

/** Whether a key rule can be compiled. */
public final class KeyRuleCheck {
  private KeyRuleCheck() {}

  /**
   * What is wrong with the rule; null if nothing is.
   *
   * @param expressions evaluates {@code camel:} rules
   */
  public static @Nullable String problem(KeyRule rule, KeyExpressions expressions) {
    try {
      KeyRules.Finder unused = KeyRules.finder(rule, expressions);
      return null;
    } catch (RuntimeException e) {
      return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
  }
}
