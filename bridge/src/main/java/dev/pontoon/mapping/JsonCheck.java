package dev.pontoon.mapping;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;

/** Whether bytes are one JSON value in UTF-8, found out token by token: nothing is built. */
final class JsonCheck {
  private static final int BYTE_ORDER_MARK = 0xEF;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(StreamReadConstraints.defaults())
          .build();

  private JsonCheck() {}

  static boolean wellFormed(byte[] bytes) {
    // Some take a byte order mark before JSON; within an event nobody does.
    if (bytes.length == 0 || (bytes[0] & 0xFF) == BYTE_ORDER_MARK || !Utf8.holds(bytes)) {
      return false;
    }
    try (JsonParser parser = FACTORY.createParser(bytes)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (JacksonException e) {
      return false;
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory", e);
    }
  }
}
