package dev.pontoon.bench.stage;

/** One queue and the topic that its messages are to arrive in. Both have one name. */
public record Line(String name) {}
