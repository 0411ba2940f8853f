package dev.pontoon.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code 127.0.0.1:8080}, {@code [::1]:8080}. */
final class Listen {
  static final ScalarKind<BridgeConfig.Http> KIND =
      ScalarKind.<BridgeConfig.Http>of(
              "host:port",
              "is not host:port",
              "allowed: an address and a port from 0 to 65535, as in 127.0.0.1:8080; port 0 takes a"
                  + " free one",
              Listen::parse)
          .writing(Listen::write);

  private static final Pattern FORM = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\s/]+):(\\d{1,5})");

  private Listen() {}

  private static BridgeConfig.@Nullable Http parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 65_535) {
      return null;
    }
    String host = matcher.group(1).replace("[", "").replace("]", "");
    return new BridgeConfig.Http(host, Integer.parseInt(matcher.group(2)));
  }

  private static String write(BridgeConfig.Http http) {
    String host = http.host().contains(":") ? "[" + http.host() + "]" : http.host();
    return host + ":" + http.port();
  }
}
