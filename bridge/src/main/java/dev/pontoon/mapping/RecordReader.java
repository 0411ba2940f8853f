package dev.pontoon.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pontoon.message.Body;
import dev.pontoon.message.ForeignText;
import dev.pontoon.message.OutboundRecord.Header;
import dev.pontoon.message.Property;
import dev.pontoon.message.RawText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The way back: the legacy message that a record was made of, with every type. Reads records of any
 * origin: what Pontoon did not write is text, or bytes where it is not UTF-8.
 */
public final class RecordReader {

  private static final Map<String, Property> PROPERTIES = new LinkedHashMap<>();

  static {
    for (Property property : Property.values()) {
      PROPERTIES.put(property.header(), property);
    }
  }

  private RecordReader() {}

  /**
   * What a record says of its message.
   *
   * @param properties the standard properties
   * @param headers the application's headers under their own names, in their order
   * @param body the content, taken out of a structured CloudEvent; text of a dead letter that UTF-8
   *     can't hold is text again
   * @param own Pontoon's other headers under their full names: route, source, error and so on
   */
  public record Restored(
      Map<Property, Object> properties,
      Map<String, @Nullable Object> headers,
      Body body,
      Map<String, String> own) {

    /** Whether the broker said that it may have delivered the message before. */
    public boolean redelivered() {
      return "true".equals(own.get(HeaderNames.REDELIVERED));
    }
  }

  /** Never throws: what contradicts its declared type is taken as text. */
  public static Restored read(byte @Nullable [] value, List<Header> recordHeaders) {
    Map<Property, Object> properties = new EnumMap<>(Property.class);
    Map<String, @Nullable Object> headers = new LinkedHashMap<>();
    Map<String, String> own = new LinkedHashMap<>();
    JsonNode types = JsonReader.types(last(recordHeaders, HeaderNames.TYPES));
    String envelope = last(recordHeaders, HeaderNames.ENVELOPE);
    boolean enveloped = envelope != null;
    String events = last(recordHeaders, HeaderNames.EVENT_PREFIX);
    boolean structured =
        CloudEvents.WRAPPED.equals(envelope)
            && CloudEvents.structured(last(recordHeaders, CloudEvents.CONTENT_TYPE));
    for (Header header : recordHeaders) {
      String name = header.name();
      JsonNode type = types == null ? null : types.get(name);
      Property property = PROPERTIES.get(name);
      if (property != null && header.value() != null) {
        Object content = property(property, type, header.value());
        if (content != null) {
          properties.put(property, content);
        }
      } else if (name.startsWith(Property.PREFIX) && !name.startsWith(HeaderNames.ESCAPED)) {
        own.put(name, header.value() == null ? "" : text(header.value()));
      } else if (!enveloped || !CloudEvents.header(name)) {
        byte[] bytes = header.value();
        headers.put(HeaderNames.unescape(name), bytes == null ? null : value(type, bytes));
      } else if (events != null && name.startsWith(CloudEvents.PREFIX) && header.value() != null) {
        String attribute = events + name.substring(CloudEvents.PREFIX.length());
        headers.put(attribute, value(type, header.value()));
      }
    }
    return new Restored(
        properties, headers, body(structured ? EventData.of(value) : value, own), own);
  }

  /** Null where somebody else wrote something that is not of the property's type. */
  private static @Nullable Object property(
      Property property, @Nullable JsonNode type, byte[] bytes) {
    if (type != null) {
      return value(type, bytes);
    }
    String text = text(bytes);
    if (property.type() == String.class) {
      return text;
    }
    try {
      return JsonReader.parse(typeName(property), text);
    } catch (IllegalArgumentException | DateTimeException e) {
      return null;
    }
  }

  private static String typeName(Property property) {
    if (property.type() == Integer.class) {
      return ValueType.INT.text();
    }
    return (property.type() == Long.class ? ValueType.LONG : ValueType.TIME).text();
  }

  private static @Nullable Object value(@Nullable JsonNode type, byte[] bytes) {
    String text = text(bytes);
    if (type == null) {
      return java.util.Arrays.equals(HeaderBlock.utf8(text), bytes) ? text : bytes;
    }
    try {
      if (type.isContainerNode()) {
        return JsonReader.read(text, type);
      }
      return switch (type.asText()) {
        case "bytes" -> bytes;
        case "foreign-text" -> new ForeignText(text);
        case "raw-text" -> new RawText(bytes);
        case "escaped-text" -> JsonReader.read(text, null);
        default -> JsonReader.parse(type.asText(), text);
      };
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      return text;
    }
  }

  private static Body body(byte @Nullable [] value, Map<String, String> own) {
    byte[] bytes = value == null ? new byte[0] : value;
    try {
      return switch (BodyKind.of(own.get(HeaderNames.BODY))) {
        case TEXT -> new Body.Text(text(bytes));
        case NONE -> new Body.Text(null);
        case VALUE -> scalar(bytes, own);
        case UNREADABLE ->
            new Body.Unreadable("it could not be read", bytes.length == 0 ? null : bytes);
        case OBJECT -> new Body.Serialized(bytes);
        case MAP -> fields(json(bytes, own), bytes);
        case STREAM -> values(json(bytes, own), bytes);
        case ESCAPED_TEXT ->
            json(bytes, own) instanceof String text ? new Body.Text(text) : new Body.Bytes(bytes);
        case BYTES -> new Body.Bytes(bytes);
      };
    } catch (IOException e) {
      return new Body.Bytes(bytes);
    }
  }

  private static Body scalar(byte[] bytes, Map<String, String> own) {
    JsonNode type = JsonReader.types(own.get(HeaderNames.VALUE_TYPES));
    Object value = value(type, bytes);
    return value == null ? new Body.Bytes(bytes) : new Body.Value(value);
  }

  private static @Nullable Object json(byte[] bytes, Map<String, String> own) throws IOException {
    return JsonReader.read(text(bytes), JsonReader.types(own.get(HeaderNames.VALUE_TYPES)));
  }

  @SuppressWarnings("unchecked") // JSON objects are read as maps from text to the types allowed
  private static Body fields(@Nullable Object json, byte[] bytes) {
    return json instanceof Map<?, ?> map
        ? new Body.Fields((Map<String, @Nullable Object>) map, bytes.length)
        : new Body.Bytes(bytes);
  }

  @SuppressWarnings("unchecked") // JSON arrays are read as lists of the types allowed
  private static Body values(@Nullable Object json, byte[] bytes) {
    return json instanceof List<?> list
        ? new Body.Values((List<@Nullable Object>) list, bytes.length)
        : new Body.Bytes(bytes);
  }

  private static @Nullable String last(List<Header> headers, String name) {
    for (int i = headers.size() - 1; i >= 0; i--) {
      byte[] value = headers.get(i).value();
      if (headers.get(i).name().equals(name) && value != null) {
        return text(value);
      }
    }
    return null;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
