package dev.pontoon.app;

import dev.pontoon.config.RouteConfig;
import dev.pontoon.deadletter.LetterFilter;
import dev.pontoon.message.Refusal.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Which dead letters are meant. */
final class LetterOptions {
  @Option(
      names = "--reason",
      paramLabel = "CODE",
      split = ",",
      description = "Only these reasons: ${COMPLETION-CANDIDATES}. May be repeated.")
  private List<Reason> reasons = new ArrayList<>();

  @Option(names = "--key", paramLabel = "KEY", description = "Only this record key.")
  private @Nullable String key;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = TimeOption.class,
      description =
          "Refused then or later: 2024-01-02T03:04:05Z, 2024-01-02, or 2h for 2 hours ago.")
  private @Nullable Instant since;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      converter = TimeOption.class,
      description = "Refused before then.")
  private @Nullable Instant until;

  /** Whether any option says which letters of a route are meant. */
  boolean chooses() {
    return !reasons.isEmpty() || key != null || since != null || until != null;
  }

  /**
   * @throws CommandLine.ParameterException when no letter can match
   */
  void check(CommandSpec spec) {
    if (since != null && until != null && !since.isBefore(until)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "--since " + since + " is not before --until " + until + ": nothing can match");
    }
  }

  LetterFilter filter(RouteConfig route) {
    Set<String> names = reasons.stream().map(Enum::name).collect(Collectors.toSet());
    return new LetterFilter(route.id(), names, key, since, until);
  }
}
