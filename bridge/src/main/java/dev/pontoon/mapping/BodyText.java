package dev.pontoon.mapping;

import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.PrintableText;
import dev.pontoon.message.Property;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which character set a body's bytes are in: only to find keys, the value stays as it is. */
final class BodyText {

  private static final String CHARSET = "charset=";

  private BodyText() {}

  /**
   * What {@code content-type} or {@code content-encoding} says, null where they say nothing known
   * or UTF-8. Many clients put the character set into the encoding.
   */
  static @Nullable Charset charset(LegacyMessage message) {
    String type = text(message, Property.CONTENT_TYPE);
    String name = type == null ? null : parameter(type);
    if (name == null) {
      name = text(message, Property.CONTENT_ENCODING);
    }
    Charset charset = name == null ? null : known(name);
    return StandardCharsets.UTF_8.equals(charset) ? null : charset;
  }

  /** What to add to a complaint about a body that seems to be compressed; empty otherwise. */
  static String hint(LegacyMessage message) {
    String encoding = text(message, Property.CONTENT_ENCODING);
    if (encoding == null || known(encoding) != null) {
      return "";
    }
    return " (content-encoding "
        + PrintableText.of(encoding, 40)
        + ": bodies are not decompressed to find a key; take the key from a header)";
  }

  private static @Nullable String text(LegacyMessage message, Property property) {
    return message.property(property) instanceof String text ? text : null;
  }

  private static @Nullable String parameter(String type) {
    int at = type.toLowerCase(Locale.ROOT).indexOf(CHARSET);
    if (at < 0) {
      return null;
    }
    int end = type.indexOf(';', at);
    String name = type.substring(at + CHARSET.length(), end < 0 ? type.length() : end).trim();
    boolean quoted = name.length() > 1 && name.startsWith("\"") && name.endsWith("\"");
    return quoted ? name.substring(1, name.length() - 1) : name;
  }

  private static @Nullable Charset known(String name) {
    if (name.equalsIgnoreCase("utf-8")) {
      return StandardCharsets.UTF_8;
    }
    try {
      return !name.isEmpty() && Charset.isSupported(name) ? Charset.forName(name) : null;
    } catch (IllegalCharsetNameException e) {
      return null;
    }
  }
}
