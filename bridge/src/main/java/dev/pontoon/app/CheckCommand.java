package dev.pontoon.app;

import dev.pontoon.config.ConfigLoader;
import dev.pontoon.config.From;
import dev.pontoon.config.Problem;
import dev.pontoon.config.RouteConfig;
import dev.pontoon.config.RouteTestLoader;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Spec;

/** All mistakes at once, without a broker. */
@Command(
    name = "check",
    header = "Checks config and routes, and runs the routes' own tests; needs no broker.",
    description = {
      "Every mistake is told at once, with file, line and column. Keys, Camel components, Kafka's"
          + " properties",
      "and JMS factories are made ready as `run` would, without connecting. If all is right, the"
          + " tests that",
      "stand beside the routes (*.test.yaml) are run through the routes' steps and mapping.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Exit codes: 0 all is right, 1 a route's test failed, 2 wrong YAML."})
final class CheckCommand implements Callable<Integer> {
  @Mixin private ConfigOptions files = new ConfigOptions();
  @Spec private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    ConfigLoader.Loaded loaded = files.load(err);
    RouteTestLoader.Result tests = new RouteTestLoader().load(files.routes());
    if (tests instanceof RouteTestLoader.Invalid invalid) {
      String folder = files.routes().toString(); // its own mistakes were told before
      invalid.problems().stream()
          .filter(problem -> !problem.file().equals(folder))
          .forEach(err::println);
    }
    if (loaded == null || !(tests instanceof RouteTestLoader.Loaded right)) {
      return Pontoon.WRONG_INPUT;
    }
    List<RouteConfig> known = KnownRoutes.tested(loaded, right.files());
    List<Problem> problems = StartChecks.problems(loaded, known);
    if (!problems.isEmpty()) {
      ConfigOptions.print(problems, err);
      return Pontoon.WRONG_INPUT;
    }
    unlimited(loaded.routes(), out);
    RouteTests run = new RouteTests(known, out);
    run.run(right.files());
    int routes = loaded.routes().size();
    int patterns = loaded.patterns().size();
    out.println(
        routes
            + (routes == 1 ? " route, " : " routes, ")
            + (patterns == 0 ? "" : patterns + " with a pattern, ")
            + run.passed()
            + " tests passed, "
            + run.failed()
            + " failed");
    out.flush();
    return run.failed() == 0 ? 0 : Pontoon.FAILED;
  }

  /** No mistake: who wants everything whatever it costs must not be kept from it. */
  private static void unlimited(List<RouteConfig> routes, PrintWriter out) {
    List<String> without =
        routes.stream()
            .filter(route -> route.from() instanceof From.RabbitExchange own && !own.hasLimit())
            .map(RouteConfig::id)
            .toList();
    if (!without.isEmpty()) {
      out.println(
          "note: the own queue of "
              + String.join(", ", without)
              + " has no limit: if nobody reads it for long, it fills the broker until that blocks"
              + " its publishers. own-queue: { max-bytes: 1GiB } or { expires: 7d } is one");
    }
  }
}
