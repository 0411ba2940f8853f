package dev.pontoon.message;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a message carries. The content is shared, not copied: nobody changes it after reading. */
public sealed interface Body {

  /** Size in memory, in bytes, near enough for a budget. */
  int size();

  /** AMQP bodies and JMS BytesMessage. */
  record Bytes(byte[] bytes) implements Body {
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    @Override
    public int size() {
      return bytes.length;
    }
  }

  /** JMS TextMessage. {@code null} text is a message without a body. */
  record Text(@Nullable String text) implements Body {
    @Override
    public int size() {
      return text == null ? 0 : text.length();
    }
  }

  /** JMS MapMessage: values are of the types listed at {@link LegacyMessage#headers}. */
  record Fields(Map<String, @Nullable Object> fields, int size) implements Body {}

  /** JMS StreamMessage: values are of the types listed at {@link LegacyMessage#headers}. */
  record Values(List<@Nullable Object> values, int size) implements Body {}

  /**
   * JMS ObjectMessage, never deserialised.
   *
   * @param bytes the serialised form where the provider gives it, else null
   */
  record Serialized(byte @Nullable [] bytes) implements Body {
    @Override
    public int size() {
      return bytes == null ? 0 : bytes.length;
    }
  }
}
