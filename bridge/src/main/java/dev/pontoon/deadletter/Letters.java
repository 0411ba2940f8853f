package dev.pontoon.deadletter;

import java.util.List;

/** Dead letters of one topic, in the order of each partition; implemented by {@code kafka}. */
public interface Letters extends AutoCloseable {
  /**
   * The next ones; empty at the end. What was written after the reading began is not among them.
   *
   * @throws RedriveException when they can't be read; the message says what to do
   */
  List<StoredLetter> next() throws RedriveException;

  @Override
  void close();
}
