package dev.pontoon.mapping;

import dev.pontoon.message.ClaimCheck;
import dev.pontoon.message.OutboundRecord;
import dev.pontoon.message.OutboundRecord.Header;
import dev.pontoon.message.Outcome;
import dev.pontoon.message.PrintableText;
import dev.pontoon.message.Refusal;
import dev.pontoon.message.TimeText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a message becomes, and which rule chose each part.
 *
 * @param outcome what the mapper makes of it
 * @param parts the parts in reading order; of a refused message those that were known
 */
public record Explanation(Outcome outcome, List<Part> parts) {

  private static final int SHOWN_BYTES = 512;

  /**
   * @param name topic, key, timestamp, value, header, or refused
   * @param rule the rule that chose it, as in YAML or as a sentence
   * @param value as text on one line, safe for a terminal
   */
  public record Part(String name, String rule, String value) {}

  static Explanation of(
      Outcome outcome, KeyChooser.Choice key, RecordTime time, BodyWriter.Content body) {
    List<Part> parts = new ArrayList<>();
    OutboundRecord record = outcome.record();
    if (record != null) {
      parts.add(new Part("topic", "to.topic", shown(HeaderBlock.utf8(record.topic()))));
      parts.add(new Part("key", key.rule(), shown(record.key())));
      String written = TimeText.of(Instant.ofEpochMilli(record.timestamp()));
      parts.add(new Part("timestamp", time.sentence(), written));
      String kind = "body (" + body.kind().text() + ")";
      String rule = record.value() == null ? "tombstone: empty-body" : kind;
      rule = outcome instanceof ClaimCheck ? "oversize: claim-check, " + kind : rule;
      parts.add(new Part("value", rule, shown(record.value())));
      for (Header header : record.headers()) {
        parts.add(new Part("header", printable(header.name()), shown(header.value())));
      }
    } else if (outcome instanceof Refusal refusal) {
      parts.add(new Part("refused", refusal.reason().name(), printable(refusal.message())));
      if (refusal.key() != null) {
        parts.add(new Part("key", key.rule(), shown(refusal.key())));
      }
    }
    return new Explanation(outcome, List.copyOf(parts));
  }

  /** Of a message that was refused before it came to the mapper. */
  public static Explanation of(Refusal refusal) {
    Part part = new Part("refused", refusal.reason().name(), printable(refusal.message()));
    return new Explanation(refusal, List.of(part));
  }

  /** One line per part: {@code key: header:orderId = "A-17"}. */
  public String text() {
    StringBuilder out = new StringBuilder();
    for (Part part : parts) {
      out.append(part.name()).append(": ").append(part.rule());
      out.append(part.name().equals("refused") ? ": " : " = ").append(part.value()).append('\n');
    }
    return out.toString();
  }

  private static String printable(String text) {
    return PrintableText.of(text, 2 * SHOWN_BYTES);
  }

  /** Text in quotes, other bytes as hex, long ones cut with their length. */
  static String shown(byte @Nullable [] bytes) {
    if (bytes == null) {
      return "null";
    }
    String text = utf8(bytes);
    if (text != null) {
      String line = PrintableText.of(text, SHOWN_BYTES);
      return '"' + line + '"' + (line.endsWith("…") ? length(bytes) : "");
    }
    int shown = Math.min(bytes.length, 32);
    String hex = HexFormat.of().formatHex(bytes, 0, shown);
    return "0x" + hex + (shown < bytes.length ? "…" : "") + length(bytes);
  }

  private static String length(byte[] bytes) {
    return " (" + bytes.length + " bytes)";
  }

  private static @Nullable String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
