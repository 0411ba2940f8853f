package dev.pontoon.source.jms;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What one thread waits for in a client at present, for others who watch it. */
final class ClientCall {
  /** Of {@link System#nanoTime}; 0 while nothing is waited for. */
  private volatile long since;

  private volatile String what = "";

  void begin(String asked) {
    what = asked;
    since = System.nanoTime() | 1;
  }

  void end() {
    since = 0;
  }

  /** What it waits for longer than that; null if it does not. */
  @Nullable String longerThan(Duration patience) {
    long begun = since;
    return begun != 0 && System.nanoTime() - begun > patience.toNanos() ? what : null;
  }
}
