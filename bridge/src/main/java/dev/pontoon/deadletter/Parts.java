package dev.pontoon.deadletter;

import dev.pontoon.message.LegacyMessage;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which of the messages that a route's steps make of one message a dead letter stands for. The
 * letter holds the message as it was before the steps; the others of it have gone their own way.
 *
 * @param first counted from 1
 * @param andAfter whether also all that come after it
 */
public record Parts(int first, boolean andAfter) {
  /** Everything that the steps make of a message. */
  public static final Parts ALL = new Parts(1, true);

  private static final Pattern TEXT = Pattern.compile("([1-9]\\d{0,8})(-?)");

  /** This one only. */
  public static Parts one(int number) {
    return new Parts(number, false);
  }

  /** This one and all after it. */
  public static Parts from(int number) {
    return new Parts(number, true);
  }

  /** As it stands in {@code pontoon.error.parts}: {@code 2} or {@code 2-}. */
  public String text() {
    return andAfter ? first + "-" : Integer.toString(first);
  }

  /** The way back; anybody's nonsense, and nothing, is all. */
  static Parts parse(@Nullable String text) {
    Matcher matcher = TEXT.matcher(text == null ? "" : text);
    return matcher.matches()
        ? new Parts(Integer.parseInt(matcher.group(1)), !matcher.group(2).isEmpty())
        : ALL;
  }

  /** Whether the steps still make what the letter stands for, or filter the message as a whole. */
  boolean in(List<LegacyMessage> made) {
    return andAfter || made.isEmpty() || first <= made.size();
  }

  /** Whether this one belongs to them. */
  boolean contain(int number) {
    return number == first || andAfter && number > first;
  }
}
