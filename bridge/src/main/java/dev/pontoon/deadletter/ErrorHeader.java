package dev.pontoon.deadletter;

import dev.pontoon.mapping.HeaderNames;

/** The headers that a dead letter has beside those of a good record. */
public enum ErrorHeader {
  REASON("reason", "stable code, see below", "KEY_MALFORMED"),
  MESSAGE(
      "message",
      "what was tried and what to do; one line, at most 1 KiB, no payload",
      "looking for the key at json:/id: the body is not well-formed JSON: line 1, column 3, byte 2"),
  ROUTE("route", "the route that refused it", "orders"),
  STAGE("stage", "where on its way: `steps`, `mapping` or `sending`", "mapping"),
  SOURCE("source", "where it was read: kind/connection/queue", "rabbitmq/main/pontoon.orders"),
  PARTS(
      "parts",
      "only where the route has `steps`: which of the messages that they made of this one were"
          + " refused, `2` the second, `2-` the second and all after it; the letter holds the"
          + " message as it was before them",
      "1"),
  TIME("time", "when it was refused", "2024-01-02T03:04:05.000Z"),
  COUNT("count", "how often it has been refused, this time included", "1"),
  UNREADABLE(
      "unreadable",
      "only where the client could not give the whole message: what is not in the letter, and why;"
          + " it is not redriven",
      "a serialised Java object, of which this client gives no bytes"),
  TRUNCATED(
      "truncated",
      "never written by the bridge, which holds the line instead (see below): which parts of a"
          + " letter are not complete, of `body`, `headers`, `key`; no redrive takes a letter that"
          + " has it",
      "body"),
  BODY_LENGTH("body-length", "with `truncated`: bytes of the whole body", "73400320"),
  BODY_SHA256(
      "body-sha256",
      "with `truncated`: SHA-256 of the whole body in hex",
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
  HEADERS_DROPPED("headers-dropped", "with `truncated`: headers that were left out", "12"),
  KEY_LENGTH("key-length", "with `truncated`: bytes of the key that was left out", "2097152");

  private final String header;
  private final String sentence;
  private final String example;

  ErrorHeader(String name, String sentence, String example) {
    this.header = HeaderNames.ERROR + name;
    this.sentence = sentence;
    this.example = example;
  }

  /** The record header: {@code pontoon.error.reason}. */
  public String header() {
    return header;
  }

  /** What it says, for people. */
  public String sentence() {
    return sentence;
  }

  /** An example of its text. */
  public String example() {
    return example;
  }
}
