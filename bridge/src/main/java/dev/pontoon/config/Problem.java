package dev.pontoon.config;

import dev.pontoon.message.PrintableText;
import org.jspecify.annotations.Nullable;

/**
 * One mistake in a YAML file. Holds no secret: values that are secret, or came from outside the
 * file, are never part of the text.
 *
 * @param file as it was given on the command line, with the file's own name behind it
 * @param line from 1
 * @param column from 1
 * @param key path of the key, such as {@code to.partitions}; empty for the whole file
 * @param wrong what is wrong
 * @param allowed what is allowed, or what to do; empty where the first part says it all
 * @param suggestion what was probably meant
 */
public record Problem(
    String file,
    int line,
    int column,
    String key,
    String wrong,
    String allowed,
    @Nullable String suggestion) {

  /** {@code file:line:column key.path: what is wrong; what is allowed. Did you mean 'x'?} */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(file).append(':').append(line).append(':');
    text.append(column).append("  ").append(key).append(key.isEmpty() ? "" : ": ").append(wrong);
    if (!allowed.isEmpty()) {
      text.append("; ").append(allowed);
    }
    if (suggestion != null) {
      text.append(". Did you mean '").append(suggestion).append("'?");
    }
    return PrintableText.of(text.toString());
  }
}
