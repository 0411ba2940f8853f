package dev.pontoon.mapping;

import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.OutboundRecord.Header;
import dev.pontoon.message.PrintableText;
import dev.pontoon.message.Property;
import dev.pontoon.message.RawText;
import dev.pontoon.message.TimeText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The headers of one record while they are being written. For one message and one thread. */
public final class HeaderBlock {

  private static final byte[] TRUE = utf8("true");
  private static final byte[] FALSE = utf8("false");
  private static final Property[] PROPERTIES = Property.values();

  private final List<Header> headers;
  private final int maxDepth;
  private @Nullable StringBuilder types;
  private boolean cut;

  /**
   * @param expected about how many headers there will be
   * @param maxDepth tables and lists within each other; deeper ones are cut
   */
  public HeaderBlock(int expected, int maxDepth) {
    this.headers = new ArrayList<>(expected);
    this.maxDepth = maxDepth;
  }

  /** Whether a nested value had to be cut. */
  public boolean cut() {
    return cut;
  }

  /** Adds a header as it is. */
  public void add(Header header) {
    headers.add(header);
  }

  /** Adds a header of Pontoon's own. */
  public void add(String name, String text) {
    headers.add(new Header(name, utf8(text)));
  }

  /** Adds the standard properties that are set. */
  public void addProperties(LegacyMessage message) {
    for (Property property : PROPERTIES) {
      Object value = message.property(property);
      if (value != null) {
        ValueType type = ValueType.of(value);
        boolean usual = property.type().isInstance(value) && type != ValueType.ESCAPED_TEXT;
        add(property.header(), value, type, !usual && type != ValueType.TEXT);
      }
    }
  }

  /** Adds the application's headers. */
  public void addApplication(Map<String, @Nullable Object> application) {
    for (Map.Entry<String, @Nullable Object> entry : application.entrySet()) {
      addApplication(entry.getKey(), entry.getValue());
    }
  }

  /**
   * Adds the application's headers where CloudEvents has names of its own.
   *
   * @param event whose attributes are left out; null for none
   */
  void addBesideEvent(Map<String, @Nullable Object> application, @Nullable AmqpEvent event) {
    for (Map.Entry<String, @Nullable Object> entry : application.entrySet()) {
      String name = entry.getKey();
      if (event != null && event.has(name) && entry.getValue() != null) {
        continue;
      }
      boolean taken = CloudEvents.header(name);
      addNamed(taken ? HeaderNames.escaped(name) : HeaderNames.escape(name), entry.getValue());
    }
  }

  /** Adds the attributes of a message that came as an event, each with its type. */
  void addEvent(AmqpEvent event) {
    add(CloudEvents.PREFIX + "specversion", event.version().toString());
    event
        .attributes()
        .forEach(
            (name, value) -> {
              ValueType type = ValueType.of(value);
              add(CloudEvents.PREFIX + name, value, type, type != ValueType.TEXT);
            });
  }

  /** Adds one header of the application. */
  public void addApplication(String name, @Nullable Object value) {
    addNamed(HeaderNames.escape(name), value);
  }

  private void addNamed(String recordName, @Nullable Object value) {
    if (value == null) {
      headers.add(new Header(recordName, null));
    } else {
      ValueType type = ValueType.of(value);
      add(recordName, value, type, type != ValueType.TEXT);
    }
  }

  private void add(String name, Object value, ValueType type, boolean typed) {
    if (type == ValueType.TABLE || type == ValueType.LIST) {
      addNested(name, value, type);
      return;
    }
    headers.add(new Header(name, scalar(value, type)));
    if (typed) {
      addType(name, type.quoted());
    }
  }

  private void addNested(String name, Object value, ValueType type) {
    JsonWriter writer = new JsonWriter(maxDepth);
    String inner = writer.write(value);
    cut |= writer.cut();
    headers.add(new Header(name, utf8(writer.json())));
    addType(name, inner != null ? inner : type == ValueType.TABLE ? "{}" : "[]");
  }

  private void addType(String name, String entry) {
    StringBuilder out = types;
    if (out == null) {
      out = new StringBuilder(64).append('{');
      types = out;
    } else {
      out.append(',');
    }
    JsonWriter.quote(name, out);
    out.append(':').append(entry);
  }

  /** The headers in writing order, with their types at the end. */
  public List<Header> finish() {
    if (types != null) {
      headers.add(new Header(HeaderNames.TYPES, utf8(types.append('}').toString())));
      types = null;
    }
    return headers;
  }

  /** A value as the bytes of a header or a key: text as UTF-8, bytes as they are. */
  static byte[] bytes(Object value) {
    ValueType type = ValueType.of(value);
    if (type == ValueType.TABLE || type == ValueType.LIST) {
      JsonWriter writer = new JsonWriter(RouteMapper.MAX_DEPTH);
      writer.write(value);
      return utf8(writer.json());
    }
    return scalar(value, type);
  }

  private static byte[] scalar(Object value, ValueType type) {
    return switch (type) {
      case BYTES -> (byte[]) value;
      case RAW_TEXT -> ((RawText) value).bytes();
      case BOOLEAN -> (Boolean) value ? TRUE : FALSE;
      case TIME -> utf8(TimeText.of((Instant) value));
      case CHAR -> utf8(character((Character) value));
      case ESCAPED_TEXT -> utf8(escaped(String.valueOf(value)));
      default -> utf8(String.valueOf(value));
    };
  }

  private static String character(char c) {
    if (!Character.isSurrogate(c)) {
      return String.valueOf(c);
    }
    StringBuilder out = new StringBuilder(6);
    PrintableText.appendEscape(c, out);
    return out.toString();
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    JsonWriter.quote(text, out);
    return out.toString();
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
