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

  /** AMQP 1.0 value that is neither text, bytes, map nor list: one of the types of headers. */
  record Value(Object value) implements Body {
    @Override
    public int size() {
      return 64;
    }
  }

  /** JMS ObjectMessage, never deserialised: the serialised form. */
  record Serialized(byte[] bytes) implements Body {
    @Override
    public int size() {
      return bytes.length;
    }
  }

  /**
   * What the client does not give, or not as what it is. Such a message becomes a dead letter,
   * whatever the route says about objects.
   *
   * @param why what was tried, for people; no payload
   * @param bytes the content as the client keeps it, null where it gives none
   */
  record Unreadable(String why, byte @Nullable [] bytes) implements Body {
    @Override
    public int size() {
      return bytes == null ? 0 : bytes.length;
    }
  }
}
