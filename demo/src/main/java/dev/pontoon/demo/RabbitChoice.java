package dev.pontoon.demo;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Which AMQP 0-9-1 broker the demo uses.
 *
 * @param uri of the broker for {@link Kind#GIVEN}; else empty
 */
record RabbitChoice(Kind kind, String uri) {

  enum Kind {
    /** The first that is there: installed, docker (nothing is pulled), qpid. */
    AUTO,
    QPID,
    INSTALLED,
    DOCKER,
    GIVEN
  }

  /** From the command line. */
  static final class Converter implements ITypeConverter<RabbitChoice> {
    @Override
    public RabbitChoice convert(String text) {
      if (text.startsWith("amqp://") || text.startsWith("amqps://")) {
        return new RabbitChoice(Kind.GIVEN, text);
      }
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "auto" -> new RabbitChoice(Kind.AUTO, "");
        case "qpid" -> new RabbitChoice(Kind.QPID, "");
        case "installed" -> new RabbitChoice(Kind.INSTALLED, "");
        case "docker" -> new RabbitChoice(Kind.DOCKER, "");
        default ->
            throw new TypeConversionException(
                "'" + text + "' is none of auto, qpid, installed, docker, amqp://user:pass@host");
      };
    }
  }
}
