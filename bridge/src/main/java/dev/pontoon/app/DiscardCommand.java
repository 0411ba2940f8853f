package dev.pontoon.app;

import dev.pontoon.config.ConfigLoader;
import dev.pontoon.config.RouteConfig;
import dev.pontoon.deadletter.Discard;
import dev.pontoon.deadletter.Letters;
import dev.pontoon.deadletter.RedriveLog;
import dev.pontoon.deadletter.RedriveProgress;
import dev.pontoon.kafka.DeadLetterStore;
import dev.pontoon.kafka.KafkaSettings;
import dev.pontoon.kafka.Topics;
import dev.pontoon.source.Workers;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Ticks dead letters off. */
@Command(
    name = "discard",
    description =
        "Ticks dead letters of a route off: they are no longer pending, no redrive takes them, and"
            + " their keys are no longer parked. They stay in their topic until its retention"
            + " ends.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit codes: 0 done, 1 there is no dead-letter topic or it failed, 2 wrong arguments or YAML."
    })
final class DiscardCommand implements Callable<Integer> {
  @Option(
      names = "--route",
      required = true,
      paramLabel = "ROUTE",
      description = "The route's id; of a list of sources all, or one: ROUTE/SOURCE.")
  private String id = "";

  @Mixin private LetterOptions letters = new LetterOptions();

  @Option(names = "--all", description = "All of the route, where no other option says which.")
  private boolean all;

  @Option(names = "--dry-run", description = "Says how many would be discarded; writes nothing.")
  private boolean dry;

  @Mixin private ConfigOptions files = new ConfigOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    letters.check(spec);
    if (all == letters.chooses()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "say which: --reason, --key, --since or --until, or else --all");
    }
    ConfigLoader.Loaded loaded = files.load(spec.commandLine().getErr());
    if (loaded == null) {
      return Pontoon.WRONG_INPUT;
    }
    KnownRoutes.Asked asked = KnownRoutes.asked(loaded, id, spec);
    asked.troubles().forEach(spec.commandLine().getErr()::println);
    return discard(loaded, asked.routes()) && asked.troubles().isEmpty() ? 0 : Pontoon.FAILED;
  }

  /** Returns whether each route has a dead-letter topic. */
  private boolean discard(ConfigLoader.Loaded loaded, List<RouteConfig> routes) throws Exception {
    KafkaSettings settings = new KafkaSettings(loaded.bridge());
    boolean whole = true;
    try (Workers workers = new Workers();
        Topics topics = new Topics(settings, workers.timer(), workers.pool())) {
      for (RouteConfig route : routes) {
        Optional<DeadLetterStore> store =
            DeadLetterStore.find(
                settings, topics, loaded.bridge().name(), route.deadLetter().topic());
        if (store.isPresent()) {
          discard(store.get(), route);
        } else {
          spec.commandLine().getErr().println(DeadLettersCommand.noTopic(route));
          whole = false;
        }
      }
    }
    return whole;
  }

  private void discard(DeadLetterStore store, RouteConfig route) throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    try (RedriveLog log = dry ? store.dryLog() : store.log()) {
      RedriveProgress progress = new RedriveProgress(log.takeOver());
      try (Letters stored = store.letters()) {
        long count = new Discard(letters.filter(route), progress, log).run(stored);
        out.println(
            route.id()
                + ": "
                + count
                + (count == 1 ? " dead letter" : " dead letters")
                + (dry ? " would be discarded (dry run: nothing was written)" : " discarded"));
        out.flush();
      }
    }
  }
}
