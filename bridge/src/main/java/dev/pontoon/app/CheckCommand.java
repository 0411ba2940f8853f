package dev.pontoon.app;

import dev.pontoon.config.ConfigLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Spec;

/** All mistakes at once, without a broker. */
@Command(
    name = "check",
    description = {
      "Checks config and routes without a broker: every mistake at once, with file, line and column.",
      "Then runs the routes' own tests (*.test.yaml)."
    },
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  @Mixin private ConfigOptions files = new ConfigOptions();
  @Spec private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public Integer call() {
    ConfigLoader.Loaded loaded = files.load(spec.commandLine().getErr());
    if (loaded == null) {
      return Pontoon.WRONG_INPUT;
    }
    spec.commandLine().getOut().println(loaded.routes().size() + " routes are right");
    return 0;
  }
}
