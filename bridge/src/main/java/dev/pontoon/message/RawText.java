package dev.pontoon.message;

import java.nio.charset.StandardCharsets;

/** An AMQP string that is not valid UTF-8: kept as it came, so that nothing is lost. */
public record RawText(byte[] bytes) {

  /** As near as text comes to it: U+FFFD stands for what is none. */
  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
