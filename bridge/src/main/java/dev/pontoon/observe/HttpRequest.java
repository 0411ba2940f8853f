package dev.pontoon.observe;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What matters of a request to a port that only shows: no body is ever read, and of the headers
 * only {@code Host} counts.
 *
 * @param path without the query
 * @param host name or address that was asked for, in small letters and without port; null when
 *     HTTP/1.0 leaves it out, which no browser does
 */
record HttpRequest(String method, String path, @Nullable String host) {
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}");
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}]|[A-Za-z0-9._-]{1,253})(:\\d{1,5})?");
  private static final String ABSOLUTE = "http://";

  /**
   * @param head request line and headers
   * @return null for what is not HTTP/1
   */
  static @Nullable HttpRequest of(String head) {
    String[] lines = head.split("\r?\n", -1);
    String[] first = lines[0].split(" ", -1);
    if (first.length != 3
        || !TOKEN.matcher(first[0]).matches()
        || !first[2].matches("HTTP/1\\.[01]")) {
      return null;
    }
    String written = null;
    for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
      int colon = lines[i].indexOf(':');
      if (colon < 1 || !TOKEN.matcher(lines[i].substring(0, colon)).matches()) {
        return null;
      }
      if (lines[i].regionMatches(true, 0, "Host:", 0, 5)) {
        if (written != null) {
          return null;
        }
        written = lines[i].substring(colon + 1).strip();
      }
    }
    boolean mayLackHost = first[2].endsWith("0");
    return written == null && !mayLackHost ? null : of(first[0], first[1], written);
  }

  private static @Nullable HttpRequest of(
      String method, String target, @Nullable String writtenHost) {
    String authority = writtenHost;
    String path = target;
    if (target.regionMatches(true, 0, ABSOLUTE, 0, ABSOLUTE.length())) {
      int slash = target.indexOf('/', ABSOLUTE.length());
      int end = slash < 0 ? target.length() : slash;
      authority = target.substring(ABSOLUTE.length(), end);
      path = slash < 0 ? "/" : target.substring(slash);
    }
    int query = path.indexOf('?');
    String plain = query < 0 ? path : path.substring(0, query);
    if (authority == null) {
      return new HttpRequest(method, plain, null);
    }
    var parts = AUTHORITY.matcher(authority);
    return parts.matches()
        ? new HttpRequest(method, plain, parts.group(1).toLowerCase(Locale.ROOT))
        : null;
  }
}
