package dev.pontoon.app;

import dev.pontoon.config.ConfigLoader;
import dev.pontoon.config.Problem;
import dev.pontoon.config.SourcePattern;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Spec;

/** The sidecar. */
@Command(
    name = "run",
    header = "Runs the bridge until it is told to stop (SIGTERM, Ctrl-C).",
    description = {
      "Brokers that are not there yet are tried again and again; /health/ready tells about each route.",
      "",
      "The first signal stops cleanly: nothing more is taken, what is in flight is finished within",
      "stop-timeout. A second one ends it at once; the legacy broker delivers again what was not",
      "acknowledged.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit codes: 0 stopped cleanly, 1 it could not start, 2 wrong YAML, 3 the heap was full, 130 or 143 ended by a second signal."
    })
final class RunCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  @Mixin private ConfigOptions files = new ConfigOptions();

  @CommandLine.Option(
      names = "--dump",
      description = "Prints the Camel routes that the route files become, and ends.")
  private boolean dump;

  @Spec private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    var out = spec.commandLine().getOut();
    ConfigLoader.Loaded loaded = files.load(spec.commandLine().getErr());
    if (loaded == null) {
      return Pontoon.WRONG_INPUT;
    }
    tellUnknown(loaded);
    Bridge bridge = new Bridge(loaded.bridge(), loaded.routes(), loaded.patterns());
    if (dump) {
      try (bridge) {
        out.print(bridge.dump());
        for (SourcePattern pattern : loaded.patterns()) {
          out.println("# routes of " + pattern.text() + " are made while the bridge runs");
        }
        out.flush();
      }
      return 0;
    }
    StopRequest stop = StopRequest.onSignals(Runtime.getRuntime()::halt);
    // For ends without a signal; after a clean stop there is nothing left to close.
    Runtime.getRuntime().addShutdownHook(new Thread(bridge::close, "pontoon-stop"));
    bridge.start();
    int patterns = loaded.patterns().size();
    out.println(
        "pontoon is running: "
            + loaded.routes().size()
            + " routes, "
            + (patterns == 0 ? "" : patterns + " with a pattern, ")
            + bridge.httpUri());
    out.flush();
    stop.await();
    bridge.close();
    return 0;
  }

  /**
   * Kafka's clients go on without a property that they don't know, and so does the bridge: a line
   * that stands still at night costs more. But what has no effect is told at each start.
   */
  private static void tellUnknown(ConfigLoader.Loaded loaded) {
    for (Problem unknown : StartChecks.unknownToKafka(loaded)) {
      LOG.atWarn()
          .addKeyValue("detail", unknown)
          .log("a property in bridge.yaml has no effect; `pontoon check` refuses it");
    }
  }
}
