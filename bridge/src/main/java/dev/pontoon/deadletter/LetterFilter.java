package dev.pontoon.deadletter;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters of a route are meant. All conditions hold together.
 *
 * @param route letters of this route only: routes may share a dead-letter topic
 * @param reasons any of these codes; empty for all
 * @param key exactly this key, null for all
 * @param since refused at this moment or later, null for all
 * @param until refused before this moment, null for all
 */
public record LetterFilter(
    String route,
    Set<String> reasons,
    @Nullable String key,
    @Nullable Instant since,
    @Nullable Instant until) {

  public boolean matches(StoredLetter letter) {
    if (!route.equals(letter.error(ErrorHeader.ROUTE))) {
      return false;
    }
    String reason = letter.error(ErrorHeader.REASON);
    if (!reasons.isEmpty() && (reason == null || !reasons.contains(reason))) {
      return false;
    }
    if (key != null && !key.equals(letter.keyText())) {
      return false;
    }
    Instant time = letter.refusedAt();
    return (since == null || !time.isBefore(since)) && (until == null || time.isBefore(until));
  }
}
