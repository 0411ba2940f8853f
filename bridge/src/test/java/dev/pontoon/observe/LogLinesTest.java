package dev.pontoon.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/** The shipped pattern: nothing from outside can steer a terminal. */
class LogLinesTest {

  @Test
  void noControlCharacterAndNoneThatTurnsTheText() throws Exception {
    LoggerContext context = new LoggerContext();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(LogLinesTest.class.getResource("/logback.xml"));
    String hostile = "a\r\n\u001b[31m\u009b\u2028\u202a\u202e\u2066\u2069\u200fz";
    LoggingEvent event =
        new LoggingEvent("", context.getLogger("dev.pontoon.x"), Level.WARN, "said", null, null);
    event.setKeyValuePairs(List.of(new KeyValuePair("queue", hostile)));
    var appender =
        (ConsoleAppender<ILoggingEvent>)
            context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender("out");

    String line = new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);

    assertThat(line).endsWith("z\"" + System.lineSeparator());
    assertThat(line.stripTrailing())
        .contains("queue=\"a\\u000d\\u000a\\u001b[31m", "z\"")
        .doesNotContainPattern("[\\p{Cntrl}\\p{Cf}\u2028\u2029]");
    context.stop();
  }
}
