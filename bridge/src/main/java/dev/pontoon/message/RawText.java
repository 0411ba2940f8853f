package dev.pontoon.message;

/** An AMQP long string that is not valid UTF-8: kept as it came, so that nothing is lost. */
public record RawText(byte[] bytes) {}
