package dev.pontoon.fault;

import dev.pontoon.rig.fault.Fault;
import java.time.Duration;
import java.util.List;
import java.util.function.DoubleSupplier;

/** How far a schedule of faults has come, so that messages flow from the first to the last. */
final class Progress implements DoubleSupplier {
  private final int faults;
  private final long step;
  private int struck;
  private long since = System.nanoTime();

  /**
   * @param faults in all
   * @param step about as long as from one to the next
   */
  Progress(int faults, Duration step) {
    this.faults = faults;
    this.step = step.toNanos();
  }

  /** The same faults, counted. */
  List<Fault> counting(List<Fault> deck) {
    return deck.stream()
        .map(
            fault ->
                Fault.of(
                    fault.name(),
                    () -> {
                      strikes();
                      fault.strike();
                    },
                    fault::heal))
        .toList();
  }

  /** The next one begins. */
  synchronized void strikes() {
    struck++;
    since = System.nanoTime();
  }

  /** Rises steadily between faults, and waits for the next one if it is late; 1 at the end. */
  @Override
  public synchronized double getAsDouble() {
    double between = Math.min(1, (double) (System.nanoTime() - since) / step);
    return Math.min(1, (struck + between) / (faults + 1));
  }
}
