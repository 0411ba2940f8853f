package dev.pontoon.deadletter;

import java.util.ArrayList;
import java.util.List;

/**
 * Ticks dead letters off: they stay in their topic until its retention ends, and count neither as
 * pending nor as parked any more. Ended at any moment and started again, it goes on where it
 * stopped. For one thread.
 */
public final class Discard {
  private final LetterFilter filter;
  private final RedriveProgress progress;
  private final RedriveLog log;
  private final List<StoredLetter> batch = new ArrayList<>();
  private long discarded;

  /**
   * @param progress as the log gave it
   */
  public Discard(LetterFilter filter, RedriveProgress progress, RedriveLog log) {
    this.filter = filter;
    this.progress = progress;
    this.log = log;
  }

  /**
   * Goes through the letters once.
   *
   * @return how many were discarded
   * @throws RedriveException when it can't go on; what was committed before stays discarded
   */
  public long run(Letters letters) throws RedriveException {
    List<StoredLetter> page = letters.next();
    while (!page.isEmpty()) {
      for (StoredLetter letter : page) {
        if (filter.matches(letter) && !progress.done(letter)) {
          batch.add(letter);
          if (batch.size() == Redrive.BATCH) {
            flush();
          }
        }
      }
      page = letters.next();
    }
    flush();
    return discarded;
  }

  private void flush() throws RedriveException {
    if (batch.isEmpty()) {
      return;
    }
    log.commit(List.of(), progress.discards(batch));
    progress.addDiscarded(batch);
    discarded += batch.size();
    batch.clear();
  }
}
