package dev.pontoon.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import java.io.IOException;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/** A key out of a JSON body. Reads only as far as the pointer leads. */
final class JsonPointerKey implements KeyRules.Finder {

  /** Characters; Kafka would take a longer one, at the cost of several times its size here. */
  private static final int MAX_KEY = 1 << 20;

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(500)
                  .maxNumberLength(1000)
                  .maxNameLength(50_000)
                  .maxStringLength(MAX_KEY)
                  .build())
          .build();

  private final JsonPointer pointer;

  JsonPointerKey(String pointer) {
    this.pointer = JsonPointer.compile(pointer);
  }

  @Override
  public KeyFinding find(LegacyMessage message) {
    try (JsonParser parser = open(message)) {
      return parser == null ? KeyFinding.ABSENT : find(parser);
    } catch (JsonProcessingException e) {
      return KeyFinding.notOfFormat(problem(e) + BodyText.hint(message));
    } catch (IOException | IllegalStateException e) {
      return KeyFinding.notOfFormat(
          "the body can't be read as JSON: " + e.getClass().getSimpleName());
    }
  }

  private static @Nullable JsonParser open(LegacyMessage message) throws IOException {
    Body body = message.body();
    if (body instanceof Body.Bytes bytes) {
      Charset charset = BodyText.charset(message);
      return charset == null
          ? FACTORY.createParser(bytes.bytes())
          : FACTORY.createParser(new String(bytes.bytes(), charset));
    } else if (body instanceof Body.Text text) {
      return text.text() == null ? null : FACTORY.createParser(text.text());
    } else if (body instanceof Body.Fields fields) {
      return FACTORY.createParser(HeaderBlock.bytes(fields.fields()));
    } else if (body instanceof Body.Values values) {
      return FACTORY.createParser(HeaderBlock.bytes(values.values()));
    }
    return null;
  }

  private KeyFinding find(JsonParser parser) throws IOException {
    JsonPointer rest = pointer;
    JsonToken token = parser.nextToken();
    while (token != null && !rest.matches()) {
      JsonPointer next =
          switch (token) {
            case START_OBJECT -> field(parser, rest);
            case START_ARRAY -> element(parser, rest);
            default -> null;
          };
      if (next == null) {
        return KeyFinding.ABSENT_IN_BODY;
      }
      rest = next;
      token = parser.currentToken();
    }
    return token == null ? KeyFinding.ABSENT : scalar(parser, token);
  }

  private KeyFinding scalar(JsonParser parser, JsonToken token) throws IOException {
    if (token == JsonToken.VALUE_NULL) {
      return KeyFinding.ABSENT_IN_BODY;
    }
    if (token.isStructStart()) {
      return new KeyFinding.Unreadable(
          "in the body, " + pointer + " is an object or an array, not a single value");
    }
    KeyFinding found = KeyFinding.of(parser.getText());
    return found instanceof KeyFinding.Found ? found : KeyFinding.ABSENT_IN_BODY;
  }

  private static @Nullable JsonPointer field(JsonParser parser, JsonPointer rest)
      throws IOException {
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      JsonPointer tail = rest.matchProperty(name);
      if (tail != null) {
        return tail;
      }
      parser.skipChildren();
    }
    return null;
  }

  private static @Nullable JsonPointer element(JsonParser parser, JsonPointer rest)
      throws IOException {
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      JsonPointer tail = rest.matchElement(i);
      if (tail != null) {
        return tail;
      }
      parser.skipChildren();
    }
    return null;
  }

  /** Jackson's own message would quote the body, so only the place is told. */
  private static String problem(JsonProcessingException e) {
    String what =
        e instanceof StreamConstraintsException
            ? "the body is JSON beyond the limits (500 levels, names of 50,000, numbers of 1,000"
                + " and a key of 1,048,576 characters)"
            : "the body is not well-formed JSON";
    JsonLocation at = e.getLocation();
    if (at == null) {
      return what;
    }
    String offset =
        at.getByteOffset() >= 0
            ? ", byte " + at.getByteOffset()
            : ", character " + at.getCharOffset();
    return what + ": line " + at.getLineNr() + ", column " + at.getColumnNr() + offset;
  }
}
