package dev.pontoon.mapping;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pontoon.message.PrintableText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a JSON text says something else than expected. The order of members does not matter, and
 * numbers are the same if their values are: {@code 3} and {@code 3.0}.
 */
final class JsonComparison {
  private static final int SHOWN = 200;
  private static final ObjectMapper TREES =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private final List<String> differences = new ArrayList<>();

  private JsonComparison() {}

  /**
   * One line for each place that differs, none if they are the same.
   *
   * @param expected maps, lists, texts, numbers, flags and nulls
   */
  static List<String> differences(@Nullable Object expected, byte @Nullable [] actual) {
    JsonNode tree;
    try {
      tree = actual == null ? null : TREES.readTree(actual);
    } catch (IOException e) {
      tree = null;
    }
    JsonNode wanted = TREES.valueToTree(expected);
    if (tree == null || tree.isMissingNode()) {
      return List.of("expected JSON, was " + Explanation.shown(actual));
    }
    JsonComparison comparison = new JsonComparison();
    comparison.at("", wanted, tree);
    return comparison.differences;
  }

  private void at(String pointer, @Nullable JsonNode expected, @Nullable JsonNode actual) {
    if (expected != null && actual != null) {
      if (expected.isObject() && actual.isObject()) {
        members(pointer, expected, actual);
        return;
      }
      if (expected.isArray() && actual.isArray()) {
        elements(pointer, expected, actual);
        return;
      }
      if (same(expected, actual)) {
        return;
      }
    }
    String place = pointer.isEmpty() ? "" : PrintableText.of(pointer, SHOWN) + ": ";
    differences.add(place + "expected " + shown(expected) + ", was " + shown(actual));
  }

  private void members(String pointer, JsonNode expected, JsonNode actual) {
    Set<String> names = new LinkedHashSet<>();
    expected.fieldNames().forEachRemaining(names::add);
    actual.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      String step = name.replace("~", "~0").replace("/", "~1");
      at(pointer + "/" + step, expected.get(name), actual.get(name));
    }
  }

  private void elements(String pointer, JsonNode expected, JsonNode actual) {
    for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
      at(pointer + "/" + i, expected.get(i), actual.get(i));
    }
  }

  private static boolean same(JsonNode expected, JsonNode actual) {
    return expected.isNumber() && actual.isNumber()
        ? expected.decimalValue().compareTo(actual.decimalValue()) == 0
        : expected.equals(actual);
  }

  private static String shown(@Nullable JsonNode node) {
    return node == null ? "nothing" : PrintableText.of(node.toString(), SHOWN);
  }
}
