package dev.pontoon.app;

import dev.pontoon.config.ConfigLoader;
import dev.pontoon.config.RouteConfig;
import dev.pontoon.config.SourcePattern;
import dev.pontoon.deadletter.LetterText;
import dev.pontoon.deadletter.RedriveProgress;
import dev.pontoon.deadletter.StoredLetter;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Everything about one dead letter. */
@Command(
    name = "show",
    description = "Shows one dead letter: why it was refused, its properties, headers and body.",
    mixinStandardHelpOptions = true)
final class ShowLetterCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "ROUTE", description = "The route's id.")
  private String id = "";

  @Parameters(
      index = "1",
      paramLabel = "PARTITION@OFFSET",
      description = "The place, as 'list' prints it: 0@42.")
  private String place = "";

  @Option(
      names = "--bytes",
      paramLabel = "N",
      defaultValue = "4096",
      description = "Bytes of the body that are shown at most. Default: ${DEFAULT-VALUE}")
  private int bytes = 4096;

  @Mixin private ConfigOptions files = new ConfigOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    if (!place.matches("\\d{1,9}@\\d{1,18}") || bytes < 0) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "the place is PARTITION@OFFSET, such as 0@42, and --bytes 0 or more");
    }
    ConfigLoader.Loaded loaded = files.load(spec.commandLine().getErr());
    if (loaded == null) {
      return Pontoon.WRONG_INPUT;
    }
    RouteConfig route = route(loaded);
    KafkaSettings settings = new KafkaSettings(loaded.bridge());
    try (Workers workers = new Workers();
        Topics topics = new Topics(settings, workers.timer(), workers.pool())) {
      String topic = route.deadLetter().topic();
      Optional<DeadLetterStore> store =
          DeadLetterStore.find(settings, topics, loaded.bridge().name(), topic);
      if (store.isEmpty()) {
        spec.commandLine().getErr().println(DeadLettersCommand.noTopic(route));
        return Pontoon.FAILED;
      }
      return show(topic, store.get());
    }
  }

  /** Any of those that share a dead-letter topic: the place alone says which letter is meant. */
  private RouteConfig route(ConfigLoader.Loaded loaded) {
    for (SourcePattern pattern : loaded.patterns()) {
      RouteConfig shape = pattern.route(pattern.example());
      if (pattern.id().equals(id) && pattern.sharedTopics().contains(shape.deadLetter().topic())) {
        return shape;
      }
    }
    List<RouteConfig> routes = KnownRoutes.named(loaded, id, spec);
    long topics = routes.stream().map(route -> route.deadLetter().topic()).distinct().count();
    return topics == 1 ? routes.get(0) : ConfigOptions.route(loaded.routes(), id, spec);
  }

  private int show(String topic, DeadLetterStore store) throws Exception {
    int at = place.indexOf('@');
    int partition = Integer.parseInt(place.substring(0, at));
    Optional<StoredLetter> letter =
        store.letter(partition, Long.parseLong(place.substring(at + 1)));
    if (letter.isEmpty()) {
      spec.commandLine().getErr().println("topic " + topic + " has no dead letter at " + place);
      return Pontoon.FAILED;
    }
    RedriveProgress.State state = new RedriveProgress(store.progress()).state(letter.get());
    PrintWriter out = spec.commandLine().getOut();
    LetterText.full(letter.get(), state, bytes).forEach(out::println);
    out.flush();
    return 0;
  }
}
