package dev.pontoon.app;

import dev.pontoon.message.PrintableText;
import java.io.IOException;
import java.io.Writer;

/**
 * The last gate before a terminal: whatever a command prints, no character of it steers one. Line
 * feeds stay; texts from outside lose theirs where they are put into a line.
 */
final class PrintableWriter extends Writer {
  private final Writer out;

  /** The first half of a pair, until the other comes. */
  private char half;

  PrintableWriter(Writer out) {
    this.out = out;
  }

  @Override
  public void write(char[] text, int from, int length) throws IOException {
    String whole = half == 0 ? "" : String.valueOf(half);
    half = 0;
    whole += new String(text, from, length);
    int end = whole.length();
    if (end > 0 && Character.isHighSurrogate(whole.charAt(end - 1))) {
      half = whole.charAt(--end);
    }
    out.write(PrintableText.lines(whole.substring(0, end)));
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    if (half != 0) {
      out.write(PrintableText.of(String.valueOf(half)));
      half = 0;
    }
    out.close();
  }
}
