package dev.pontoon.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import dev.pontoon.observe.LogLimit;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.slf4j.event.KeyValuePair;

/**
 * Kafka's clients say the same at each try, several times a second while a password is wrong. Each
 * such line passes once a minute, with the number of those that were held back. Lines that differ
 * in numbers only are the same. Safe for all threads.
 */
public final class RepeatedLines extends Filter<ILoggingEvent> {
  private static final String CLIENTS = "org.apache.kafka";
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final Pattern NUMBERS = Pattern.compile("\\d+");

  /** Beyond this, everything passes. */
  private static final int MOST = 500;

  private final LongSupplier nanos;
  private final Map<String, LogLimit> lines = new ConcurrentHashMap<>();

  /** For Logback, which makes it. */
  public RepeatedLines() {
    this(System::nanoTime);
  }

  RepeatedLines(LongSupplier nanos) {
    this.nanos = nanos;
  }

  @Override
  public FilterReply decide(ILoggingEvent event) {
    if (!event.getLoggerName().startsWith(CLIENTS)) {
      return FilterReply.NEUTRAL;
    }
    String line =
        NUMBERS.matcher(event.getLoggerName() + event.getFormattedMessage()).replaceAll("#");
    if (lines.size() >= MOST && !lines.containsKey(line)) {
      return FilterReply.NEUTRAL;
    }
    OptionalLong heldBack =
        lines.computeIfAbsent(line, unused -> new LogLimit(INTERVAL, nanos)).pass();
    if (heldBack.isEmpty()) {
      return FilterReply.DENY;
    }
    if (heldBack.getAsLong() > 0 && event instanceof LoggingEvent own) {
      own.addKeyValuePair(new KeyValuePair("heldBack", heldBack.getAsLong()));
    }
    return FilterReply.NEUTRAL;
  }
}
