package dev.pontoon.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DemoTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void helpNamesEveryOption() {
    assertThat(execute("--help")).isZero();
    assertThat(out.toString())
        .contains("pontoon demo", "--seconds", "--rate", "--rabbitmq", "qpid", "Exit codes");
    assertThat(out.toString().lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--seconds=-1", "--rate=0", "--rabbitmq=rabbit", "--second=3"})
  void wrongArgumentsAreToldBeforeAnythingStarts(String argument) {
    assertThat(execute(argument)).isEqualTo(2);
    assertThat(err.toString()).contains(argument.substring(0, argument.indexOf('=')));
    assertThat(out.toString()).doesNotContain("starting");
  }

  @Test
  void aUriIsABrokerOfTheUsers() {
    RabbitChoice choice = new RabbitChoice.Converter().convert("amqp://a:b@host/demo");
    assertThat(choice).isEqualTo(new RabbitChoice(RabbitChoice.Kind.GIVEN, "amqp://a:b@host/demo"));
    assertThat(new RabbitChoice.Converter().convert("Qpid").kind())
        .isEqualTo(RabbitChoice.Kind.QPID);
  }

  private int execute(String... arguments) {
    return new CommandLine(new Demo())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }
}
