package dev.pontoon.deadletter;

import java.util.List;

/** Where dead letters are brought back to. For one thread. */
public interface RedriveTarget {

  /**
   * Brings these back, in their order, and keeps that in the progress.
   *
   * @return what became of them: sent, refused, filtered or unfit
   */
  RedriveCounts carry(List<StoredLetter> batch) throws RedriveException;

  /** A letter stays where it is, and later ones may depend on it. */
  default void left(StoredLetter letter) {}
}
