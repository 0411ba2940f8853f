package dev.pontoon.source.rabbitmq;

import dev.pontoon.message.LegacyMessage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * RabbitMQ sends a message also to every routing key in its headers {@code CC} and {@code BCC}, on
 * the default exchange too: then other queues would get what is brought back to one. So these
 * headers go back under another name, and a route that reads the message finds them under their
 * own.
 */
final class CopyHeaders {
  private static final String ESCAPE = "pontoon_";

  /** Escaped names are escaped once more, so that each name has one way back. */
  private static final Pattern COPIES = Pattern.compile("(" + ESCAPE + ")*B?CC");

  private CopyHeaders() {}

  /** The headers of a message on its way back to a queue. */
  static Map<String, @Nullable Object> escaped(Map<String, @Nullable Object> headers) {
    Map<String, @Nullable Object> sent = new LinkedHashMap<>(headers.size() * 4 / 3 + 1);
    headers.forEach(
        (name, value) -> sent.put(COPIES.matcher(name).matches() ? ESCAPE + name : name, value));
    return sent;
  }

  /** The headers as the publisher gave them, if a redrive brought the message back. */
  static Map<String, @Nullable Object> restored(Map<String, @Nullable Object> headers) {
    if (!headers.containsKey(LegacyMessage.REDRIVE)) {
      return headers;
    }
    Map<String, @Nullable Object> own = new LinkedHashMap<>(headers.size() * 4 / 3 + 1);
    headers.forEach(
        (name, value) ->
            own.put(
                name.startsWith(ESCAPE) && COPIES.matcher(name).matches()
                    ? name.substring(ESCAPE.length())
                    : name,
                value));
    return own;
  }
}
