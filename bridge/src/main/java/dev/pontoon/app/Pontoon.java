package dev.pontoon.app;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
    name = "pontoon",
    description = {
      "Mirrors RabbitMQ and JMS into Apache Kafka: never loses a message, never disturbs the legacy"
          + " side, never hides anything.",
      ""
    },
    subcommands = {
      RunCommand.class,
      CheckCommand.class,
      ExplainCommand.class,
      DeadLettersCommand.class,
      WarmUpCommand.class,
      CommandLine.HelpCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "pontoon demo [--seconds N]   both worlds on this machine, no broker needed",
      "",
      "Exit codes: 0 all is well, 1 it failed, 2 wrong arguments or wrong YAML."
    })
public final class Pontoon implements Runnable {
  static final int FAILED = 1;
  static final int WRONG_INPUT = 2;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private Pontoon() {
    // picocli sets it before run
    this.spec = CommandLine.Model.CommandSpec.create();
  }

  /** Without a command there is nothing to do but to say what there is. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  public static void main(String[] arguments) {
    System.exit(execute(arguments));
  }

  /** Runs a command; returns the exit code. */
  public static int execute(String... arguments) {
    return new CommandLine(new Pontoon())
        .setExecutionExceptionHandler(Pontoon::failed)
        .setParameterExceptionHandler(Pontoon::wrongArguments)
        .setUsageHelpWidth(100)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .execute(arguments);
  }

  private static int wrongArguments(CommandLine.ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("pontoon: " + wrong.getMessage());
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err)) {
      err.println("See: " + command.getCommandSpec().qualifiedName() + " --help");
    }
    err.flush();
    return WRONG_INPUT;
  }

  private static int failed(
      Exception failure, CommandLine command, CommandLine.ParseResult arguments) {
    command.getErr().println("pontoon: " + dev.pontoon.source.Causes.of(failure));
    return FAILED;
  }
}
