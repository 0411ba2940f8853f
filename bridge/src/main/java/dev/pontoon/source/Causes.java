package dev.pontoon.source;

import dev.pontoon.message.PrintableText;
import dev.pontoon.message.SecretText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says in one line why something failed: the messages of an exception and its causes, without
 * passwords, as far as they can be told.
 */
public final class Causes {
  private static final int DEPTH = 5;

  private Causes() {}

  public static String of(Throwable failure) {
    List<String> parts = new ArrayList<>();
    @Nullable Throwable next = failure;
    for (int i = 0; i < DEPTH && next != null; i++, next = next.getCause()) {
      String message = next.getMessage() == null ? "" : trimmed(next.getMessage());
      String part = message.isEmpty() ? next.getClass().getSimpleName() : message;
      if (parts.stream().noneMatch(p -> p.contains(part))) {
        parts.add(part);
      }
    }
    return PrintableText.of(SecretText.masked(String.join(": ", parts).replaceAll("\\s+", " ")));
  }

  /** Some clients put a colon before or behind a part that is empty. */
  private static String trimmed(String message) {
    return message.replaceAll("^[:\\s]+|[:\\s]+$", "").replaceAll(":(\\s*:)+(?=\\s)", ":");
  }
}
