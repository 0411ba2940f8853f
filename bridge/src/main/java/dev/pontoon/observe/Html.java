package dev.pontoon.observe;

import dev.pontoon.message.PrintableText;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A page being written: markup of our own, and text from anywhere, which can't become markup. */
final class Html {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final StringBuilder out = new StringBuilder(16_384);
  private final Instant now;

  /**
   * @param now what "ago" is reckoned from
   */
  Html(Instant now) {
    this.now = now;
  }

  /** Markup: constants only. */
  Html raw(String markup) {
    out.append(markup);
    return this;
  }

  /** Text as it is to be read; also within quoted attributes. */
  Html text(String foreign) {
    foreign.codePoints().forEach(this::escaped);
    return this;
  }

  private void escaped(int codePoint) {
    switch (codePoint) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '"' -> out.append("&quot;");
      case '\'' -> out.append("&#39;");
      default -> PrintableText.append(codePoint, out);
    }
  }

  Html number(long number) {
    return raw(String.format(Locale.ROOT, "%,d", number));
  }

  /** When it was, and how long ago. */
  Html time(Instant at) {
    return raw("<time datetime=\"")
        .text(at.toString())
        .raw("\">")
        .text(TIME.format(at))
        .raw("</time> <small>")
        .text(length(Duration.between(at, now)))
        .raw(" ago</small>");
  }

  /** The moment at which the page is made. */
  Html now() {
    return text(TIME.format(now));
  }

  /** In two units at most: {@code 12 s}, {@code 12 min}, {@code 3 h 12 min}, {@code 2 d 3 h}. */
  static String length(Duration time) {
    if (time.toSeconds() < 60) {
      return Math.max(0, time.toSeconds()) + " s";
    } else if (time.toMinutes() < 60) {
      return time.toMinutes() + " min";
    } else if (time.toHours() < 24) {
      return time.toHours() + " h " + time.toMinutesPart() + " min";
    }
    return time.toDays() + " d " + time.toHoursPart() + " h";
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
