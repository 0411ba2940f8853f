package dev.pontoon.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pontoon.config.ConfigLoader;
import dev.pontoon.config.RouteConfig;
import dev.pontoon.deadletter.ErrorHeader;
import dev.pontoon.deadletter.LetterFilter;
import dev.pontoon.deadletter.LetterText;
import dev.pontoon.deadletter.Letters;
import dev.pontoon.deadletter.RedriveProgress;
import dev.pontoon.deadletter.StoredLetter;
import dev.pontoon.kafka.DeadLetterStore;
import dev.pontoon.kafka.KafkaSettings;
import dev.pontoon.kafka.Topics;
import dev.pontoon.message.PrintableText;
import dev.pontoon.source.Workers;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One line for each dead letter. */
@Command(
    name = "list",
    description =
        "Lists dead letters, the oldest of each partition first, and counts them by reason. Each"
            + " line: route, partition@offset, time, reason, how often refused, pending, redriven"
            + " or discarded, key, id, message.",
    mixinStandardHelpOptions = true)
final class ListLettersCommand implements Callable<Integer> {
  private static final int LONGEST_REASON = 120;

  @Option(
      names = "--route",
      paramLabel = "ROUTE",
      description =
          "Only this route; of a list of sources all, or one: ROUTE/SOURCE. Default: all configured"
              + " routes.")
  private @Nullable String id;

  @Mixin private LetterOptions letters = new LetterOptions();

  @Option(
      names = "--pending",
      description =
          "Only letters that were neither brought back nor discarded. Default: all, marked.")
  private boolean pending;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "Lines at most; all are counted. Default: ${DEFAULT-VALUE}")
  private long limit = 100;

  @Option(names = "--json", description = "One JSON object per line, and nothing else.")
  private boolean json;

  @Mixin private ConfigOptions files = new ConfigOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  private final ObjectMapper mapper = new ObjectMapper();
  private final Map<String, Long> reasons = new TreeMap<>();
  private long found;
  private long redriven;
  private long discarded;

  @Override
  public Integer call() throws Exception {
    if (limit < 1) {
      throw new CommandLine.ParameterException(spec.commandLine(), "--limit is 1 or more");
    }
    letters.check(spec);
    ConfigLoader.Loaded loaded = files.load(spec.commandLine().getErr());
    if (loaded == null) {
      return Pontoon.WRONG_INPUT;
    }
    KnownRoutes.Asked asked = KnownRoutes.asked(loaded, id, spec);
    asked.troubles().forEach(spec.commandLine().getErr()::println);
    KafkaSettings settings = new KafkaSettings(loaded.bridge());
    try (Workers workers = new Workers();
        Topics topics = new Topics(settings, workers.timer(), workers.pool())) {
      for (RouteConfig route : asked.routes()) {
        String topic = route.deadLetter().topic();
        Optional<DeadLetterStore> store =
            DeadLetterStore.find(settings, topics, loaded.bridge().name(), topic);
        if (store.isPresent()) {
          list(store.get(), letters.filter(route));
        } else {
          spec.commandLine().getErr().println(DeadLettersCommand.noTopic(route));
        }
      }
    }
    summary();
    return asked.troubles().isEmpty() ? 0 : Pontoon.FAILED;
  }

  private void list(DeadLetterStore store, LetterFilter filter) throws Exception {
    RedriveProgress progress = new RedriveProgress(store.progress());
    try (Letters stored = store.letters()) {
      List<StoredLetter> page = stored.next();
      while (!page.isEmpty()) {
        for (StoredLetter letter : page) {
          RedriveProgress.State state = progress.state(letter);
          if (filter.matches(letter) && !(pending && state != RedriveProgress.State.PENDING)) {
            print(letter, state);
          }
        }
        page = stored.next();
      }
    }
  }

  private void print(StoredLetter letter, RedriveProgress.State state) throws Exception {
    found++;
    redriven += state == RedriveProgress.State.REDRIVEN ? 1 : 0;
    discarded += state == RedriveProgress.State.DISCARDED ? 1 : 0;
    String reason =
        PrintableText.of(String.valueOf(letter.error(ErrorHeader.REASON)), LONGEST_REASON);
    reasons.merge(reason, 1L, Long::sum);
    if (found <= limit) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(
          json
              ? PrintableText.of(mapper.writeValueAsString(LetterText.fields(letter, state)))
              : LetterText.line(letter, state));
    }
  }

  private void summary() {
    PrintWriter out = spec.commandLine().getOut();
    if (!json) {
      if (found > limit) {
        out.println("… and " + (found - limit) + " more; --limit shows more lines");
      }
      String text =
          found == 0
              ? "no dead letters match"
              : found
                  + (found == 1 ? " dead letter, " : " dead letters, ")
                  + redriven
                  + " of them redriven"
                  + (discarded > 0 ? ", " + discarded + " discarded" : "");
      out.println(text);
      reasons.forEach((reason, count) -> out.println("  " + reason + ": " + count));
    }
    out.flush();
  }
}
