package dev.pontoon.it;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/** Every log line as it is written in production. */
final class LogWatch extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private static final Pattern LINE =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z (TRACE|DEBUG|INFO |WARN |ERROR) [^\\p{Cntrl}\u2028\u2029\u202e]+");

  private static final Pattern TRACE =
      Pattern.compile(
          "(\\t|Caused by: |\\.\\.\\. |[a-z.]+\\.[A-Z])[^\\p{Cntrl}\u2028\u2029\u202e]*");

  private final Queue<String> all = new ConcurrentLinkedQueue<>();
  private final Encoder<ILoggingEvent> encoder;

  private LogWatch(Encoder<ILoggingEvent> encoder) {
    this.encoder = encoder;
  }

  static LogWatch started() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    var root = context.getLogger("ROOT");
    var out = (OutputStreamAppender<ILoggingEvent>) root.getAppender("out");
    LogWatch watch = new LogWatch(out.getEncoder());
    watch.setContext(context);
    watch.start();
    root.addAppender(watch);
    return watch;
  }

  @Override
  protected void append(ILoggingEvent event) {
    all.add(new String(encoder.encode(event), StandardCharsets.UTF_8));
  }

  int lines() {
    return all.size();
  }

  void assertNoneBroken() {
    assertThat(all).isNotEmpty().allMatch(LogWatch::whole);
  }

  void assertNoneSays(String words) {
    assertThat(all).noneMatch(line -> line.contains(words));
  }

  /** The line, and behind it perhaps a stack trace, which must not look like further lines. */
  private static boolean whole(String entry) {
    List<String> lines = List.of(entry.split("\n", -1));
    return lines.get(lines.size() - 1).isEmpty()
        && LINE.matcher(lines.get(0)).matches()
        && lines.subList(1, lines.size() - 1).stream()
            .allMatch(line -> TRACE.matcher(line).matches());
  }

  @Override
  public void close() {
    ((LoggerContext) getContext()).getLogger("ROOT").detachAppender(this);
  }
}
