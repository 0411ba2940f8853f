package dev.pontoon.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes the content out of a structured CloudEvent, byte for byte. */
final class EventData {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private static final Set<String> MUST = Set.of("specversion", "id", "source", "type");

  private EventData() {}

  /** The event's data; nothing where it has none; the value itself where it is no event. */
  static byte @Nullable [] of(byte @Nullable [] value) {
    if (value == null) {
      return null;
    }
    try (JsonParser parser = JSON.createParser(value)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return value;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        if (name.equals("data_base64") && token == JsonToken.VALUE_STRING) {
          return parser.getBinaryValue();
        } else if (name.equals("data")) {
          return raw(parser, value);
        }
        parser.skipChildren();
      }
      return new byte[0];
    } catch (IOException e) {
      return value;
    }
  }

  /** Whether it is well-formed JSON with all that an event must have. */
  static boolean isEvent(byte[] value) {
    if (!JsonCheck.wellFormed(value)) {
      return false;
    }
    Set<String> missing = new HashSet<>(MUST);
    try (JsonParser parser = JSON.createParser(value)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        if (parser.nextToken() == JsonToken.VALUE_STRING) {
          missing.remove(name);
        }
        parser.skipChildren();
      }
      return missing.isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  /** The JSON as it stands there, spaces included: it was put in as it was. */
  private static byte[] raw(JsonParser parser, byte[] value) throws IOException {
    int from = (int) parser.currentTokenLocation().getByteOffset();
    while (isSpace(value[from - 1])) {
      from--;
    }
    parser.skipChildren();
    parser.finishToken();
    int to = (int) parser.currentLocation().getByteOffset();
    while (to < value.length && isSpace(value[to])) {
      to++;
    }
    return Arrays.copyOfRange(value, from, to);
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }
}
