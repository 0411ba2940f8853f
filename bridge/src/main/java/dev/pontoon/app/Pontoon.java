package dev.pontoon.app;

import dev.pontoon.message.PrintableText;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** By the names that their annotations say, in the order of the help text. */
  private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("run", RunCommand.class);
    COMMANDS.put("check", CheckCommand.class);
    COMMANDS.put("explain", ExplainCommand.class);
    COMMANDS.put("dead-letters", DeadLettersCommand.class);
    COMMANDS.put("retire", RetireCommand.class);
    COMMANDS.put("warm-up", WarmUpCommand.class);
    COMMANDS.put("help", CommandLine.HelpCommand.class);
  }

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private Pontoon() {
    // picocli sets it before run
    this.spec = CommandLine.Model.CommandSpec.create();
  }

  /** Without a command there is nothing to do but to say what there is. */
  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }

  public static void main(String[] arguments) {
    System.exit(execute(arguments));
  }

  /** Runs a command; returns the exit code. */
  public static int execute(String... arguments) {
    return withCommands(new CommandLine(new Pontoon()), arguments)
        .setExecutionStrategy(Pontoon::run)
        .setExecutionExceptionHandler(Pontoon::failed)
        .setParameterExceptionHandler(Pontoon::wrongArguments)
        .setUsageHelpWidth(100)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .execute(arguments);
  }

  /** Only the command that is asked for: to read all of them is a fifth of the start of `run`. */
  private static CommandLine withCommands(CommandLine line, String... arguments) {
    Class<?> asked = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
    boolean all = asked == null || asked == CommandLine.HelpCommand.class; // `help run` needs run
    (all ? COMMANDS.values() : List.of(asked)).forEach(line::addSubcommand);
    return line;
  }

  /** Help may hold the colours of a terminal; nothing else that is printed steers one. */
  private static int run(CommandLine.ParseResult parsed) {
    Integer help = CommandLine.executeHelpRequest(parsed);
    if (help != null) {
      return help;
    }
    CommandLine line = parsed.commandSpec().commandLine();
    line.setOut(new PrintWriter(new PrintableWriter(line.getOut()), true));
    line.setErr(new PrintWriter(new PrintableWriter(line.getErr()), true));
    return new CommandLine.RunLast().execute(parsed);
  }

  private static int wrongArguments(CommandLine.ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("pontoon: " + PrintableText.of(String.valueOf(wrong.getMessage())));
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
