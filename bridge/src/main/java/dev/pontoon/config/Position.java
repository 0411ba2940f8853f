package dev.pontoon.config;

import java.util.Comparator;

/** A place in a file, both counted from 1. */
record Position(int line, int column) implements Comparable<Position> {
  static final Position START = new Position(1, 1);

  private static final Comparator<Position> ORDER =
      Comparator.comparingInt(Position::line).thenComparingInt(Position::column);

  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }
}
