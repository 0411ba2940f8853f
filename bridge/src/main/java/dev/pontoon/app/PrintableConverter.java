package dev.pontoon.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.pattern.CompositeConverter;
import dev.pontoon.message.PrintableText;
import java.util.List;

/**
 * {@code %printable(…){line}} in logback.xml: what a log line says, on one line. With {@code lines}
 * the line feeds stay, for a stack trace.
 */
public final class PrintableConverter extends CompositeConverter<ILoggingEvent> {

  @Override
  protected String transform(ILoggingEvent event, String text) {
    List<String> options = getOptionList();
    return options != null && options.contains("lines")
        ? PrintableText.lines(text.replace("\t", "  "))
        : PrintableText.of(text);
  }
}
