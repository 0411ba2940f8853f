package dev.pontoon.app;

import dev.pontoon.config.RouteConfig;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What was refused: look at it, and bring it back. */
@Command(
    name = "dead-letters",
    description =
        "Lists and shows the messages that were refused, brings them back, through the route again"
            + " or to the legacy queue they came from, or ticks them off.",
    subcommands = {
      ListLettersCommand.class,
      ShowLetterCommand.class,
      RedriveCommand.class,
      DiscardCommand.class,
      CommandLine.HelpCommand.class
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "  pontoon dead-letters list --route orders --since 2h",
      "  pontoon dead-letters show orders 0@42",
      "  pontoon dead-letters redrive --route orders --reason KEY_MISSING --dry-run"
    })
final class DeadLettersCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }

  /** For the case that the dead-letter topic of a route is not there. */
  static String noTopic(RouteConfig route) {
    return "route "
        + route.id()
        + ": topic "
        + route.deadLetter().topic()
        + " does not exist; pontoon run creates it when the route starts";
  }
}
