package dev.pontoon.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import dev.pontoon.message.RawText;
import dev.pontoon.message.TimeText;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Date;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tables and lists that are nested deeper than anybody means: as JSON text, so that nothing of them
 * is lost and nobody walks down them again. Works in a loop: depth costs memory, not stack.
 */
public final class DeepValue {
  /**
   * Tables and lists within each other that are kept as such: far more than a record may have, so
   * that the mapper refuses them, and no danger for any stack.
   */
  public static final int MAX_DEPTH = 200;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamWriteConstraints(
              StreamWriteConstraints.builder().maxNestingDepth(Integer.MAX_VALUE).build())
          .build();

  private final JsonGenerator out;

  /** What is open, innermost first: entries of a table, or elements of a list. */
  private final Deque<Iterator<?>> open = new ArrayDeque<>();

  private DeepValue(JsonGenerator out) {
    this.out = out;
  }

  /** The whole of it. */
  public static String json(Object tableOrList) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(text)) {
      new DeepValue(generator).write(tableOrList);
    } catch (IOException e) {
      throw new IllegalStateException("writing into memory", e);
    }
    return text.toString();
  }

  private void write(Object outermost) throws IOException {
    value(outermost);
    while (!open.isEmpty()) {
      Iterator<?> innermost = open.peek();
      if (!innermost.hasNext()) {
        open.pop();
        end();
      } else {
        next(innermost.next());
      }
    }
  }

  private void next(@Nullable Object next) throws IOException {
    if (next instanceof Map.Entry<?, ?> entry) {
      out.writeFieldName(String.valueOf(entry.getKey()));
      value(entry.getValue());
    } else {
      value(next);
    }
  }

  private void end() throws IOException {
    if (out.getOutputContext().inObject()) {
      out.writeEndObject();
    } else {
      out.writeEndArray();
    }
  }

  private void value(@Nullable Object value) throws IOException {
    if (value instanceof Map<?, ?> table) {
      out.writeStartObject();
      open.push(table.entrySet().iterator());
    } else if (value instanceof List<?> list) {
      out.writeStartArray();
      open.push(list.iterator());
    } else if (value instanceof Date date) {
      out.writeString(TimeText.of(date.toInstant()));
    } else if (value instanceof Instant time) {
      out.writeString(TimeText.of(time));
    } else if (value instanceof RawText raw) {
      out.writeBinary(raw.bytes());
    } else if (value instanceof byte[] bytes) {
      out.writeBinary(bytes);
    } else if (value instanceof Boolean bool) {
      out.writeBoolean(bool);
    } else if (value == null) {
      out.writeNull();
    } else {
      out.writeString(value.toString());
    }
  }
}
