package dev.pontoon.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a RabbitMQ broker listens.
 *
 * @param uri without user and password
 * @param username from the URI's user part, null for none
 * @param password from the URI's user part, null for none
 */
record AmqpAddress(String uri, @Nullable String username, @Nullable Secret password) {
  static final QuietKind<AmqpAddress> KIND =
      new QuietKind<>(
          ScalarKind.<AmqpAddress>of(
                  "AMQP address",
                  "is not an AMQP address",
                  "allowed: amqp://host:5672/vhost or amqps://…, several hosts with commas between",
                  AmqpAddress::parse)
              .writing(AmqpAddress::uri)
              .described(Schemas.map("type", "string", "pattern", "^amqps?://[^/]+(/[^/]*)?$")));

  private static final Pattern FORM =
      Pattern.compile("(amqps?://)(?:([^/@:]*)(?::([^/@]*))?@)?([^/@]+)(/[^/?#\\s]*)?");
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\s\\[\\]]+)(:\\d{1,5})?");

  private static @Nullable AmqpAddress parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    for (String host : matcher.group(4).split(",", -1)) {
      if (!HOST.matcher(host).matches()) {
        return null;
      }
    }
    String path = matcher.group(5) == null ? "" : matcher.group(5);
    try {
      String password = decoded(matcher.group(3));
      return new AmqpAddress(
          matcher.group(1) + matcher.group(4) + path,
          decoded(matcher.group(2)),
          password == null ? null : new Secret(password));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable String decoded(@Nullable String part) {
    return part == null
        ? null
        : URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
