package dev.pontoon.deadletter;

import dev.pontoon.message.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings dead letters of one topic back, in batches, each once. What is done is kept with each
 * batch: ended at any moment and started again, it goes on where it stopped. For one thread.
 */
public final class Redrive {
  /** Dead letters per transaction. */
  public static final int BATCH = 500;

  private static final long BATCH_BYTES = 4L << 20;

  private final Plan plan;
  private final RedriveProgress progress;
  private final RedriveTarget target;
  private final LetterClaims claims;
  private final Pace pace;
  private final Watcher watcher;
  private final List<StoredLetter> batch = new ArrayList<>();
  private RedriveCounts counts = RedriveCounts.NONE;
  private long bytes;
  private long taken;

  /**
   * What to bring back.
   *
   * @param limit dead letters in this run at most
   * @param maxCount letters that have been refused this often are left
   * @param batch letters in one go, at most {@link #BATCH}
   */
  public record Plan(LetterFilter filter, long limit, long maxCount, int batch) {}

  /** Hears what happens. */
  public interface Watcher extends Consumer<RedriveCounts> {
    /** A letter stays where it is, and why. */
    void left(StoredLetter letter, String why);

    /** A letter was refused again, and why. */
    default void refused(StoredLetter letter, Refusal why) {}
  }

  /** When the next batch may go. */
  public interface Pace {
    /** Waits as long as needed; returns false when the redrive shall stop. */
    boolean goOn(long sent);
  }

  /**
   * @param claims gives the bodies that are kept beside Kafka
   */
  public Redrive(
      Plan plan,
      RedriveProgress progress,
      RedriveTarget target,
      LetterClaims claims,
      Pace pace,
      Watcher watcher) {
    this.plan = plan;
    this.progress = progress;
    this.target = target;
    this.claims = claims;
    this.pace = pace;
    this.watcher = watcher;
  }

  /**
   * Goes through the letters once.
   *
   * @throws RedriveException when it can't go on; {@link #counts} says how far it came
   */
  public RedriveCounts run(Letters letters) throws RedriveException {
    boolean going = pace.goOn(0);
    List<StoredLetter> page = going ? letters.next() : List.of();
    while (going && !page.isEmpty()) {
      for (int i = 0; going && i < page.size(); i++) {
        going = consider(page.get(i));
      }
      if (going) {
        page = letters.next();
      }
    }
    if (going) {
      flush();
    } else {
      count(0, 0, batch.size());
    }
    watcher.accept(counts);
    return counts;
  }

  /** What has been done so far. */
  public RedriveCounts counts() {
    return counts;
  }

  /** Returns false when the redrive shall stop. */
  private boolean consider(StoredLetter letter) throws RedriveException {
    if (!plan.filter().matches(letter)) {
      return true;
    }
    counts = counts.plus(new RedriveCounts(1, 0, 0, 0, 0, 0, 0));
    if (progress.done(letter)) {
      count(1, 0, 0);
      return true;
    }
    String unfit = unfit(letter);
    if (unfit != null) {
      leave(letter, unfit);
      return true;
    }
    if (taken >= plan.limit()) {
      count(0, 0, 1);
      return true;
    }
    return take(letter);
  }

  private boolean take(StoredLetter letter) throws RedriveException {
    StoredLetter whole;
    try {
      whole = claims.whole(letter);
    } catch (IOException e) {
      leave(letter, String.valueOf(e.getMessage()));
      return true;
    }
    taken++;
    batch.add(whole);
    bytes += whole.size();
    return batch.size() < plan.batch() && bytes < BATCH_BYTES || flush();
  }

  private void leave(StoredLetter letter, String why) {
    watcher.left(letter, why);
    target.left(letter);
    count(0, 1, 0);
  }

  private @Nullable String unfit(StoredLetter letter) {
    String unreadable = letter.error(ErrorHeader.UNREADABLE);
    if (unreadable != null) {
      return "the client could not read the whole message: " + unreadable;
    }
    String truncated = letter.error(ErrorHeader.TRUNCATED);
    if (truncated != null) {
      return "it is not complete ("
          + truncated
          + "): the dead-letter topic could not take it whole";
    }
    return letter.count() >= plan.maxCount()
        ? "it has been refused "
            + letter.count()
            + " times; --max-count "
            + (letter.count() + 1)
            + " tries once more"
        : null;
  }

  private boolean flush() throws RedriveException {
    if (!batch.isEmpty()) {
      counts = counts.plus(target.carry(List.copyOf(batch)));
      batch.clear();
      bytes = 0;
      watcher.accept(counts);
    }
    return pace.goOn(taken);
  }

  private void count(long skipped, long unfit, long limited) {
    counts = counts.plus(new RedriveCounts(0, 0, 0, 0, skipped, limited, unfit));
  }
}
