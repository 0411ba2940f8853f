package dev.pontoon.demo;

import dev.pontoon.app.StopRequest;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command: options in, exit code out. */
@Command(
    name = "pontoon demo",
    description = {
      "",
      "Both worlds on this machine, without installing a broker: starts Kafka, ActiveMQ and an AMQP"
          + " 0-9-1 broker on free ports, sample applications that publish to a RabbitMQ exchange"
          + " and a JMS queue, and Pontoon with the routes of routes/. Shows live what arrives in"
          + " Kafka, plays three scenarios on both sides, and reads everything back to prove that"
          + " nothing is missing.",
      ""
    },
    mixinStandardHelpOptions = true,
    usageHelpWidth = 100,
    footer = {
      "",
      "Ctrl-C ends it early, with the same result table; a second Ctrl-C ends it at once.",
      "The last line is: demo: published P, mirrored M, dead letters D, lost L",
      "",
      "Exit codes: 0 nothing was lost and all scenarios went as told, 1 something went wrong,",
      "            2 wrong arguments, wrong route files, or a broker that can't be had."
    })
public final class Demo implements Callable<Integer> {
  private static final int CANNOT_START = 2;
  private static final int FAILED = 1;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "How long it publishes; 0: until Ctrl-C. Default: ${DEFAULT-VALUE}")
  private int seconds = 60;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "50",
      description = "Messages per second of each publisher. Default: ${DEFAULT-VALUE}")
  private int rate = 50;

  @Option(
      names = "--rabbitmq",
      paramLabel = "WHICH",
      defaultValue = "auto",
      converter = RabbitChoice.Converter.class,
      description = {
        "auto       the first of the following that is there (Default)",
        "installed  a private node of the installed rabbitmq-server",
        "docker     a container; auto takes it only if the image is there",
        "qpid       the embedded Qpid Broker-J",
        "amqp://…   a broker of yours; best a virtual host of its own"
      })
  private RabbitChoice rabbit = new RabbitChoice(RabbitChoice.Kind.AUTO, "");

  @Spec private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    if (seconds < 0 || rate < 1) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--seconds must be 0 or more, --rate 1 or more");
    }
    PrintWriter out = spec.commandLine().getOut();
    Screen screen = new Screen(out, Screen.isTerminal());
    StopRequest stop = StopRequest.onSignals(System::exit);
    Tour tour = new Tour(screen, stop, rabbit, rate, seconds, routes(), Clock.systemUTC());
    Verdict verdict = tour.run();
    verdict.problems().forEach(problem -> out.println("NOT AS EXPECTED: " + problem));
    out.println(verdict.lastLine());
    out.flush();
    return verdict.exitCode();
  }

  /** The checkout's routes/, wherever the user stands: this class is in its demo/target/. */
  private static Path routes() throws URISyntaxException {
    Path here = Path.of(Demo.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path routes = here.resolve("../../../routes").normalize();
    if (!Files.isDirectory(routes)) {
      throw new CannotStartException(
          "there is no folder " + routes + "; the demo runs from a checkout, with its routes");
    }
    return routes;
  }

  public static void main(String[] arguments) {
    String logging = "logback.configurationFile";
    if (System.getProperty(logging) == null) {
      System.setProperty(logging, "dev/pontoon/demo/logback.xml");
    }
    // Before there are threads: those that log while logging starts are told about it.
    LoggerFactory.getILoggerFactory();
    System.exit(execute(arguments));
  }

  /** Runs it; returns the exit code. */
  static int execute(String... arguments) {
    return new CommandLine(new Demo())
        .setExecutionExceptionHandler(Demo::failed)
        .execute(arguments);
  }

  private static int failed(
      Exception failure, CommandLine command, CommandLine.ParseResult arguments) {
    PrintWriter err = command.getErr();
    if (failure instanceof CannotStartException) {
      err.println("pontoon demo: " + failure.getMessage());
      return CANNOT_START;
    }
    err.println("pontoon demo: " + Reasons.of(failure));
    return FAILED;
  }
}
