package dev.pontoon.config;

import java.util.List;

/**
 * A pattern for names of words between dots, as bindings of topic exchanges have them: {@code *} is
 * one word, {@code #} any number of words, none included. Within a word, {@code *} may also stand
 * for what is between colons, as in MassTransit's names: {@code MyApp.Contracts:*}.
 *
 * @param text as written
 */
public record NamePattern(String text) {
  private static final String ONE = "*";
  private static final String ANY = "#";

  /** Whether one of its words stands for others; all other names are taken as they are. */
  static boolean isPattern(String name) {
    for (String word : words(name)) {
      if (word.equals(ONE) || word.equals(ANY) || List.of(pieces(word)).contains(ONE)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a star stands within a word, where it stands for nothing. */
  static boolean hasStrayStar(String name) {
    for (String word : words(name)) {
      for (String piece : pieces(word)) {
        if (piece.contains(ONE) && !piece.equals(ONE)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether the whole name is one that the pattern stands for. */
  public boolean matches(String name) {
    String[] words = words(name);
    // reached[i]: the pattern so far can stand for the first i words.
    boolean[] reached = new boolean[words.length + 1];
    reached[0] = true;
    for (String part : words(text)) {
      reached = part.equals(ANY) ? afterAny(reached) : afterOne(reached, part, words);
    }
    return reached[words.length];
  }

  private static boolean[] afterAny(boolean[] before) {
    boolean[] after = new boolean[before.length];
    boolean seen = false;
    for (int i = 0; i < before.length; i++) {
      seen |= before[i];
      after[i] = seen;
    }
    return after;
  }

  private static boolean[] afterOne(boolean[] before, String part, String[] words) {
    boolean[] after = new boolean[before.length];
    for (int i = 0; i < words.length; i++) {
      after[i + 1] = before[i] && fits(part, words[i]);
    }
    return after;
  }

  private static boolean fits(String part, String word) {
    if (part.equals(ONE) || part.equals(word)) {
      return true;
    }
    String[] wanted = pieces(part);
    String[] given = pieces(word);
    boolean fits = wanted.length > 1 && wanted.length == given.length;
    for (int i = 0; fits && i < wanted.length; i++) {
      fits = wanted[i].equals(ONE) || wanted[i].equals(given[i]);
    }
    return fits;
  }

  private static String[] pieces(String word) {
    return word.split(":", -1);
  }

  /** A name that it matches, for messages. */
  String example() {
    String[] words = words(text);
    for (int i = 0; i < words.length; i++) {
      String[] pieces = pieces(words[i]);
      for (int k = 0; k < pieces.length; k++) {
        pieces[k] = pieces[k].equals(ONE) || pieces[k].equals(ANY) ? "name" : pieces[k];
      }
      words[i] = String.join(":", pieces);
    }
    return String.join(".", words);
  }

  private static String[] words(String name) {
    return name.split("\\.", -1);
  }
}
