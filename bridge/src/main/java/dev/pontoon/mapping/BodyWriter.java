package dev.pontoon.mapping;

import dev.pontoon.config.RouteConfig.ObjectBody;
import dev.pontoon.message.Body;
import dev.pontoon.message.OutboundRecord.Header;
import dev.pontoon.message.Refusal;
import dev.pontoon.message.Refusal.Reason;
import org.jspecify.annotations.Nullable;

/** What a body becomes in the record: its bytes, and what is needed to make it a body again. */
public final class BodyWriter {

  private static final byte[] NOTHING = new byte[0];
  private static final Content NONE = new Content(NOTHING, BodyKind.NONE, null, true, null);

  private final ObjectBody objects;
  private final int maxDepth;

  /**
   * @param objects what to do with Java objects; they are never read
   * @param maxDepth tables and lists within each other in a map or a stream; deeper ones are
   *     refused
   */
  public BodyWriter(ObjectBody objects, int maxDepth) {
    this.objects = objects;
    this.maxDepth = maxDepth;
  }

  /**
   * The record's side of a body.
   *
   * @param bytes the value; of a refused body as much of it as there is
   * @param kind the kind of body
   * @param types JSON: the types inside a map or stream that JSON can't tell, null for none
   * @param whole whether bytes, kind and types hold everything that the body has
   * @param refusal why the body can't become a value, null where it can
   */
  public record Content(
      byte[] bytes,
      BodyKind kind,
      @Nullable String types,
      boolean whole,
      @Nullable Refusal refusal) {

    /** Adds the headers that tell the body's kind. */
    public void addTo(HeaderBlock headers) {
      Header header = kind.header();
      if (header != null) {
        headers.add(header);
      }
      if (types != null) {
        headers.add(HeaderNames.VALUE_TYPES, types);
      }
    }
  }

  /** Bytes as they are, text as UTF-8, a map as JSON object, a stream as JSON array. */
  public Content write(Body body) {
    if (body instanceof Body.Bytes bytes) {
      return new Content(bytes.bytes(), BodyKind.BYTES, null, true, null);
    } else if (body instanceof Body.Text text) {
      return text(text.text());
    } else if (body instanceof Body.Fields fields) {
      return json(fields.fields(), BodyKind.MAP);
    } else if (body instanceof Body.Values values) {
      return json(values.values(), BodyKind.STREAM);
    }
    if (body instanceof Body.Value value) {
      ValueType type = ValueType.of(value.value());
      return new Content(
          HeaderBlock.bytes(value.value()), BodyKind.VALUE, type.quoted(), true, null);
    } else if (body instanceof Body.Unreadable unreadable) {
      return unreadable(unreadable);
    }
    return object(((Body.Serialized) body).bytes());
  }

  private static Content text(@Nullable String text) {
    if (text == null) {
      return NONE;
    }
    int half = UnicodeText.firstHalfPair(text);
    if (half < 0) {
      return new Content(HeaderBlock.utf8(text), BodyKind.TEXT, null, true, null);
    }
    StringBuilder json = new StringBuilder(text.length() + 16);
    JsonWriter.quote(text, json);
    return new Content(
        HeaderBlock.utf8(json.toString()),
        BodyKind.ESCAPED_TEXT,
        null,
        true,
        new Refusal(
            Reason.BODY_MALFORMED,
            "the text has half of a surrogate pair at character "
                + half
                + ", which UTF-8 can't hold; the sender has cut a text in the middle of a character"));
  }

  private Content json(Object value, BodyKind kind) {
    JsonWriter writer = new JsonWriter(maxDepth);
    String types = writer.write(value);
    Refusal refusal =
        writer.cut()
            ? new Refusal(
                Reason.BODY_MALFORMED,
                "the "
                    + kind.text()
                    + " is nested deeper than "
                    + maxDepth
                    + " levels or too large to be written as JSON")
            : null;
    return new Content(HeaderBlock.utf8(writer.json()), kind, types, !writer.cut(), refusal);
  }

  /** The letter has all that there is; that something is missing is said in it. */
  private static Content unreadable(Body.Unreadable body) {
    byte[] bytes = body.bytes() == null ? NOTHING : body.bytes();
    Refusal refusal = new Refusal(Reason.BODY_UNREADABLE, body.why());
    return new Content(bytes, BodyKind.UNREADABLE, null, true, refusal);
  }

  private Content object(byte[] bytes) {
    Refusal refusal =
        objects == ObjectBody.BYTES
            ? null
            : new Refusal(
                Reason.BODY_UNSUPPORTED,
                "the body is a Java object of "
                    + bytes.length
                    + " bytes, which is never read;"
                    + " body: {object: bytes} passes the bytes on as they are");
    return new Content(bytes, BodyKind.OBJECT, null, true, refusal);
  }
}
