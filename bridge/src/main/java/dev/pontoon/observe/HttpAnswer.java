package dev.pontoon.observe;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * An answer of the one port. Whatever it says, a browser must not keep, guess about, run or frame
 * it.
 *
 * @param status code and reason, as in {@code 200 OK}
 * @param type content type
 */
record HttpAnswer(String status, String type, String text) {
  private static final String PLAIN = "text/plain; charset=utf-8";

  static final HttpAnswer MALFORMED = plain("400 Bad Request", "this is not HTTP/1.1\n");
  static final HttpAnswer NOT_FOUND = plain("404 Not Found", "not found\n");
  static final HttpAnswer ONLY_GET = plain("405 Method Not Allowed", "only GET\n");
  static final HttpAnswer UNKNOWN_HOST =
      plain(
          "421 Misdirected Request",
          "this port is not known by that name; names go into http.hosts of bridge.yaml\n");
  static final HttpAnswer TOO_LONG =
      plain("431 Request Header Fields Too Large", "the request is too long\n");
  static final HttpAnswer BROKEN = plain("500 Internal Server Error", "see the log\n");

  private static final String FIXED =
      "Connection: close\r\n"
          + "Cache-Control: no-store\r\n"
          + "X-Content-Type-Options: nosniff\r\n"
          + "Content-Security-Policy: "
          + StatusPage.POLICY
          + "\r\n"
          + "Allow: GET, HEAD\r\n";

  private static HttpAnswer plain(String status, String text) {
    return new HttpAnswer(status, PLAIN, text);
  }

  /** As it goes over the wire. */
  ByteBuffer bytes(boolean withBody) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    byte[] head =
        ("HTTP/1.1 "
                + status
                + "\r\nContent-Type: "
                + type
                + "\r\nContent-Length: "
                + body.length
                + "\r\n"
                + FIXED
                + "\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    ByteBuffer all = ByteBuffer.allocate(head.length + (withBody ? body.length : 0)).put(head);
    return (withBody ? all.put(body) : all).flip();
  }
}
