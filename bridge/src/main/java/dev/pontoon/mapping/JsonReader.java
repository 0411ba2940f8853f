package dev.pontoon.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pontoon.message.FarTime;
import dev.pontoon.message.ForeignText;
import dev.pontoon.message.RawText;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The way back from {@link JsonWriter}: values from JSON and the types beside it. */
final class JsonReader {

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();
  private static final int MAX_DIGITS = 20_000;
  private static final ObjectMapper TREES = new ObjectMapper(FACTORY);

  private JsonReader() {}

  /** The types as a tree; null where there are none or somebody else wrote nonsense. */
  static @Nullable JsonNode types(@Nullable String json) {
    if (json == null) {
      return null;
    }
    try {
      return TREES.readTree(json);
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * The value.
   *
   * @throws IOException if it is not JSON
   */
  static @Nullable Object read(String json, @Nullable JsonNode types) throws IOException {
    try (JsonParser parser = FACTORY.createParser(json)) {
      return value(parser, parser.nextToken(), types);
    }
  }

  private static @Nullable Object value(
      JsonParser parser, @Nullable JsonToken token, @Nullable JsonNode type) throws IOException {
    if (token == null) {
      throw new IOException("the JSON ends early");
    }
    return switch (token) {
      case START_OBJECT -> table(parser, type);
      case START_ARRAY -> list(parser, type);
      case VALUE_NULL -> null;
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> scalar(name(type, ValueType.LONG), parser.getText());
      case VALUE_NUMBER_FLOAT -> scalar(name(type, ValueType.DOUBLE), parser.getText());
      default -> scalar(name(type, ValueType.TEXT), parser.getText());
    };
  }

  private static String name(@Nullable JsonNode type, ValueType otherwise) {
    return type != null && type.isTextual() ? type.textValue() : otherwise.text();
  }

  private static Map<String, @Nullable Object> table(JsonParser parser, @Nullable JsonNode types)
      throws IOException {
    Map<String, @Nullable Object> table = new LinkedHashMap<>();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      table.put(name, value(parser, parser.nextToken(), types == null ? null : types.get(name)));
    }
    return table;
  }

  /** One entry in the types stands for all elements. */
  private static List<@Nullable Object> list(JsonParser parser, @Nullable JsonNode types)
      throws IOException {
    List<@Nullable Object> list = new ArrayList<>();
    JsonNode common = types != null && types.size() == 1 ? types.get(0) : null;
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      JsonNode own = common != null || types == null ? common : types.get(list.size());
      list.add(value(parser, token, own));
    }
    return list;
  }

  /** A value of the named type from its text in JSON; the text itself where they don't agree. */
  private static Object scalar(String type, String text) {
    try {
      return switch (type) {
        case "bytes" -> Base64.getDecoder().decode(text);
        case "foreign-text" -> new ForeignText(text);
        case "raw-text" -> new RawText(Base64.getDecoder().decode(text));
        case "long" -> integer(text);
        default -> parse(type, text);
      };
    } catch (IllegalArgumentException | DateTimeException e) {
      return text;
    }
  }

  private static Object integer(String text) {
    BigInteger number = new BigInteger(bounded(text));
    return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
  }

  /**
   * A value of the named type from its text form.
   *
   * @throws IllegalArgumentException if the text is not of that type
   * @throws DateTimeException if the text is not a time
   */
  static Object parse(String type, String text) {
    return switch (type) {
      case "boolean" -> Boolean.valueOf(text);
      case "byte" -> Byte.valueOf(text);
      case "short" -> Short.valueOf(text);
      case "int" -> Integer.valueOf(text);
      case "long" -> Long.valueOf(text);
      case "float" -> Float.valueOf(text);
      case "double" -> Double.valueOf(text);
      case "decimal" -> new BigDecimal(bounded(text));
      case "big-integer" -> new BigInteger(bounded(text));
      case "time" -> Instant.parse(text);
      case "far-time" -> FarTime.parse(text);
      case "char" -> character(text);
      default -> text;
    };
  }

  /** Reading a number takes time in the square of its digits: nobody shall make use of that. */
  private static String bounded(String digits) {
    if (digits.length() > MAX_DIGITS) {
      throw new NumberFormatException("more than " + MAX_DIGITS + " digits");
    }
    return digits;
  }

  private static Object character(String text) {
    if (text.length() == 1) {
      return text.charAt(0);
    }
    return text.length() == 6 && text.startsWith("\\u") ? HeaderNames.unit(text, 2) : text;
  }
}
