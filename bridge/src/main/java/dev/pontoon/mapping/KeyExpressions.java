package dev.pontoon.mapping;

import dev.pontoon.message.LegacyMessage;
import org.jspecify.annotations.Nullable;

/** Evaluates the {@code camel:} rules of keys; implemented where Camel is known. */
@FunctionalInterface
public interface KeyExpressions {

  /** For places where no Camel is at hand: every {@code camel:} rule is an error. */
  KeyExpressions NONE =
      text -> {
        throw new IllegalArgumentException("no Camel here to evaluate camel:" + text);
      };

  /**
   * Prepares an expression, once per route.
   *
   * @param text {@code language:expression}
   * @throws IllegalArgumentException if there is no such language or the expression is wrong
   */
  Expression compile(String text);

  /** Room for the trees in which keys are looked for, shared by all routes that share this. */
  default TreeRoom trees() {
    return TreeRoom.ofHeap();
  }

  /** A prepared expression. Safe for all threads. */
  @FunctionalInterface
  interface Expression {

    /** The key, null for none. An exception counts as a body that can't be read. */
    @Nullable String evaluate(LegacyMessage message);
  }
}
