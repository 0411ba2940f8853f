package dev.pontoon.message;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What values cost in memory: near enough for a budget, and cheap to find out. */
public final class Weight {
  /** An entry of a table or list, beside what it holds. */
  private static final int ENTRY = 64;

  private Weight() {}

  /** Bytes of one value; what has always the same size is part of its entry. */
  public static int of(@Nullable Object value) {
    if (value instanceof String text) {
      return text.length();
    } else if (value instanceof byte[] bytes) {
      return bytes.length;
    } else if (value instanceof RawText raw) {
      return raw.bytes().length;
    } else if (value instanceof ForeignText foreign) {
      return foreign.text().length();
    } else if (value instanceof Map<?, ?> map) {
      return ofTable(map);
    } else if (value instanceof List<?> list) {
      int sum = 0;
      for (Object element : list) {
        sum += ENTRY + of(element);
      }
      return sum;
    } else {
      return 0;
    }
  }

  /** Bytes of names and values. */
  static int ofTable(Map<?, ?> table) {
    int[] sum = new int[1];
    // Not entry by entry: a map that can't be changed makes a new object of each.
    table.forEach((name, value) -> sum[0] += ENTRY + of(name) + of(value));
    return sum[0];
  }
}
