package dev.pontoon.mapping;

import dev.pontoon.message.OutboundRecord.Header;
import org.jspecify.annotations.Nullable;

/** The kinds of body a legacy message can have, as {@code pontoon.body} names them. */
public enum BodyKind {
  BYTES("bytes", "AMQP body, JMS BytesMessage: the bytes as they are; no header is written"),
  TEXT("text", "JMS TextMessage: UTF-8"),
  MAP("map", "JMS MapMessage: JSON object, inner types in `pontoon.value-types`"),
  STREAM("stream", "JMS StreamMessage: JSON array, inner types in `pontoon.value-types`"),
  OBJECT("object", "JMS ObjectMessage: the serialised bytes, never read"),
  VALUE(
      "value",
      "AMQP 1.0 value that is neither text, bytes, map nor list: written like a header, its type in"
          + " `pontoon.value-types`"),
  NONE("none", "JMS message without a body, or TextMessage without a text: empty value"),
  ESCAPED_TEXT("escaped-text", "only in dead letters: text that UTF-8 can't hold, as JSON string"),
  UNREADABLE(
      "unreadable",
      "only in dead letters: the client could not read it; the content as the client keeps it, empty"
          + " where it gives none");

  private final String text;
  private final String form;
  private final @Nullable Header header;

  BodyKind(String text, String form) {
    this.text = text;
    this.form = form;
    this.header =
        text.equals("bytes") ? null : new Header(HeaderNames.BODY, HeaderBlock.utf8(text));
  }

  /** The word in {@code pontoon.body}. */
  public String text() {
    return text;
  }

  /** What the record's value is then, for people. */
  public String form() {
    return form;
  }

  /** The header that names the kind, null for bytes. */
  @Nullable Header header() {
    return header;
  }

  /** The kind of that name; bytes where there is no header or another's word. */
  static BodyKind of(@Nullable String text) {
    for (BodyKind kind : values()) {
      if (kind.text.equals(text)) {
        return kind;
      }
    }
    return BYTES;
  }
}
