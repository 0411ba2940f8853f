package dev.pontoon.deadletter;

import dev.pontoon.mapping.HeaderNames;
import dev.pontoon.message.OutboundRecord.Header;
import dev.pontoon.message.PrintableText;
import dev.pontoon.message.Property;
import dev.pontoon.message.TimeText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Dead letters for people: every text on one line and safe for a terminal. */
public final class LetterText {
  private static final int SHORT = 120;
  private static final int LONG = 4096;
  private static final int HEX_LINE = 16;

  private LetterText() {}

  /** What a list shows of a letter, by name. Null where the letter does not tell. */
  public static Map<String, @Nullable Object> fields(
      StoredLetter letter, RedriveProgress.State state) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("route", letter.error(ErrorHeader.ROUTE));
    fields.put("place", letter.place());
    fields.put("time", TimeText.of(letter.refusedAt()));
    fields.put("reason", letter.error(ErrorHeader.REASON));
    fields.put("count", letter.count());
    fields.put("redriven", state == RedriveProgress.State.REDRIVEN);
    fields.put("state", word(state));
    fields.put("key", letter.keyText());
    fields.put("messageId", letter.header(Property.MESSAGE_ID.header()));
    fields.put("message", letter.error(ErrorHeader.MESSAGE));
    return fields;
  }

  /** The same on one line. */
  public static String line(StoredLetter letter, RedriveProgress.State state) {
    List<String> words = new ArrayList<>();
    fields(letter, state)
        .forEach(
            (name, value) -> {
              switch (name) {
                case "redriven" -> {
                  // The state says more.
                }
                case "count" -> words.add(value + "x");
                case "key", "messageId" ->
                    words.add(
                        (name.equals("key") ? "key=" : "id=")
                            + (value == null ? "-" : printable(value)));
                default -> words.add(value == null ? "-" : printable(value));
              }
            });
    return String.join("  ", words);
  }

  private static String word(RedriveProgress.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static String printable(Object value) {
    return PrintableText.of(value.toString(), SHORT);
  }

  /**
   * Everything, in several lines.
   *
   * @param bytes of the body that are shown at most
   */
  public static List<String> full(StoredLetter letter, RedriveProgress.State state, int bytes) {
    List<String> lines = new ArrayList<>();
    lines.add("place: " + letter.topic() + " " + letter.place() + " (" + word(state) + ")");
    lines.add("record time: " + TimeText.of(Instant.ofEpochMilli(letter.timestamp())));
    lines.add("key: " + shown(letter.key()));
    section(lines, "error", letter, HeaderNames.ERROR, true);
    properties(lines, letter);
    section(lines, "pontoon", letter, Property.PREFIX, true);
    section(lines, "headers", letter, "", false);
    body(lines, letter.value(), bytes);
    return lines;
  }

  private static void properties(List<String> lines, StoredLetter letter) {
    lines.add("properties:");
    for (Property property : Property.values()) {
      for (Header header : letter.headers()) {
        if (header.name().equals(property.header())) {
          lines.add("  " + property.text() + ": " + shown(header.value()));
        }
      }
    }
  }

  private static void section(
      List<String> lines, String title, StoredLetter letter, String prefix, boolean ours) {
    lines.add(title + ":");
    for (Header header : letter.headers()) {
      String name = header.name();
      boolean own = name.startsWith(Property.PREFIX) && !name.startsWith(HeaderNames.ESCAPED);
      if (own == ours && name.startsWith(prefix) && (!ours || belongs(name, prefix))) {
        String shown = ours ? name.substring(prefix.length()) : HeaderNames.unescape(name);
        lines.add("  " + PrintableText.of(shown, LONG) + ": " + shown(header.value()));
      }
    }
  }

  /** Errors and standard properties have sections of their own. */
  private static boolean belongs(String name, String prefix) {
    return prefix.equals(HeaderNames.ERROR)
        || !name.startsWith(HeaderNames.ERROR)
            && Arrays.stream(Property.values()).noneMatch(p -> p.header().equals(name));
  }

  private static void body(List<String> lines, byte @Nullable [] value, int limit) {
    byte[] all = value == null ? new byte[0] : value;
    byte[] first = all.length > limit ? Arrays.copyOf(all, limit) : all;
    String cut = first.length < all.length ? ", the first " + first.length + " shown" : "";
    lines.add("body: " + (value == null ? "null" : all.length + " bytes" + cut));
    String text = text(first, first.length < all.length);
    if (text != null) {
      text.lines().forEach(line -> lines.add("  " + PrintableText.of(line, Integer.MAX_VALUE)));
      return;
    }
    for (int from = 0; from < first.length; from += HEX_LINE) {
      int to = Math.min(first.length, from + HEX_LINE);
      lines.add(
          String.format("  %08x  ", from) + HexFormat.ofDelimiter(" ").formatHex(first, from, to));
    }
  }

  private static String shown(byte @Nullable [] bytes) {
    if (bytes == null) {
      return "null";
    }
    String text = text(bytes, false);
    return text != null
        ? PrintableText.of(text, LONG)
        : "0x" + HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, LONG / 2));
  }

  /** Null for what is no text; with {@code cut}, the last character may be half. */
  private static @Nullable String text(byte[] bytes, boolean cut) {
    for (int less = 0; less <= (cut ? 3 : 0) && less <= bytes.length; less++) {
      try {
        String text =
            StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes, 0, bytes.length - less))
                .toString();
        return binary(text) ? null : text;
      } catch (CharacterCodingException ignored) {
        continue;
      }
    }
    return null;
  }

  /** Valid UTF-8 may still be anything but text. */
  private static boolean binary(String text) {
    return text.chars().anyMatch(c -> c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != 0x1b);
  }
}
