package dev.pontoon.demo;

import java.io.Console;
import java.io.PrintWriter;
import java.util.List;

/** Text that stays, above a few lines that change in place. Safe for all threads. */
final class Screen {
  private static final String UP_AND_CLEAR = "\u001b[%dA\u001b[J";

  private final PrintWriter out;
  private final boolean terminal;
  private List<String> shown = List.of();

  /**
   * @param terminal whether lines can change in place
   */
  Screen(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Whether this process writes to a terminal that can do more than print. */
  static boolean isTerminal() {
    Console console = System.console();
    if (console == null || "dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    try {
      // Since Java 22 there may be a console without a terminal, and this method tells.
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException expected) {
      return true;
    }
  }

  boolean canChange() {
    return terminal;
  }

  /** Adds lines that stay. */
  synchronized void print(List<String> lines) {
    List<String> live = shown;
    clear();
    lines.forEach(out::println);
    show(live);
  }

  /** Puts these lines in the place of the last ones; on paper it is the same as print. */
  synchronized void live(List<String> lines) {
    clear();
    show(lines);
  }

  /** Takes the changing lines away. */
  synchronized void clear() {
    if (!shown.isEmpty()) {
      out.printf(UP_AND_CLEAR, shown.size());
    }
    shown = List.of();
    out.flush();
  }

  private void show(List<String> lines) {
    lines.forEach(out::println);
    out.flush();
    shown = terminal ? lines : List.of();
  }
}
