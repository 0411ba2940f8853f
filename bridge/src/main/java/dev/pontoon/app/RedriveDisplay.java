package dev.pontoon.app;

import dev.pontoon.deadletter.ErrorHeader;
import dev.pontoon.deadletter.Redrive;
import dev.pontoon.deadletter.RedriveCounts;
import dev.pontoon.deadletter.StoredLetter;
import dev.pontoon.message.PrintableText;
import dev.pontoon.message.Refusal;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How far a redrive is: one line that changes on a terminal, else a line per second. */
final class RedriveDisplay implements Redrive.Watcher {
  private static final int SHOWN = 20;

  private final PrintWriter out;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private final long every;
  private long last;
  private long unfit;
  private final Map<Refusal.Reason, Refused> refused = new EnumMap<>(Refusal.Reason.class);

  RedriveDisplay(PrintWriter out, boolean terminal, LongSupplier nanoTime) {
    this.out = out;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.every = TimeUnit.MILLISECONDS.toNanos(terminal ? 100 : 1000);
    this.last = nanoTime.getAsLong();
  }

  @Override
  public void left(StoredLetter letter, String why) {
    unfit++;
    if (unfit <= SHOWN) {
      String reason = String.valueOf(letter.error(ErrorHeader.REASON));
      clear();
      out.println(PrintableText.of("left: " + letter.place() + " " + reason + ": " + why, 500));
    } else if (unfit == SHOWN + 1) {
      clear();
      out.println("left: … more; 'pontoon dead-letters list --pending' shows them all");
    }
  }

  @Override
  public void refused(StoredLetter letter, Refusal why) {
    Refused before = refused.get(why.reason());
    refused.put(
        why.reason(),
        before == null
            ? new Refused(1, letter.place(), why.message())
            : new Refused(before.count() + 1, before.place(), before.message()));
  }

  /** Why letters were refused again: a line for each reason, with the first of its messages. */
  List<String> refusedAgain() {
    return refused.entrySet().stream()
        .map(
            entry ->
                PrintableText.of(
                    "refused again: "
                        + entry.getKey()
                        + ": "
                        + entry.getValue().count()
                        + ", such as "
                        + entry.getValue().place()
                        + ": "
                        + entry.getValue().message(),
                    500))
        .toList();
  }

  private record Refused(long count, String place, String message) {}

  @Override
  public void accept(RedriveCounts counts) {
    long now = nanoTime.getAsLong();
    if (now - last < every) {
      return;
    }
    last = now;
    clear();
    if (terminal) {
      out.print(counts.text());
    } else {
      out.println(counts.text());
    }
    out.flush();
  }

  /** Makes room for a whole line. */
  void clear() {
    if (terminal) {
      out.print("\r\u001b[K");
    }
  }
}
