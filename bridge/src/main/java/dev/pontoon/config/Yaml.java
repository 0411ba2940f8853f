package dev.pontoon.config;

import java.util.List;

/** A YAML document as data that knows where it stood. Aliases are already followed. */
sealed interface Yaml {

  Position at();

  /** For messages: {@code a list}. */
  String what();

  /** Number of values in it, itself included. */
  long size();

  /** What an unquoted scalar is taken for; quoted ones are always text. */
  enum Type {
    TEXT,
    WHOLE,
    DECIMAL,
    FLAG,
    NOTHING
  }

  record Scalar(Position at, String text, Type type) implements Yaml {
    @Override
    public String what() {
      return type == Type.NOTHING ? "empty" : "a single value";
    }

    @Override
    public long size() {
      return 1;
    }
  }

  record Items(Position at, List<Yaml> values, long size) implements Yaml {
    @Override
    public String what() {
      return "a list";
    }
  }

  record Mapping(Position at, List<Entry> entries, long size) implements Yaml {
    @Override
    public String what() {
      return "a mapping";
    }
  }

  record Entry(Position at, String key, Yaml value) {}
}
