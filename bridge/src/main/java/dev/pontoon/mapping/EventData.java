package dev.pontoon.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Takes the content out of a structured CloudEvent, byte for byte. */
final class EventData {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

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
