package dev.pontoon.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What record would this message become, and why. */
@Command(
    name = "explain",
    description = "Shows the record that a message would become, and which rule chose each part.",
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  @Mixin private ConfigOptions files = new ConfigOptions();

  @Override
  public Integer call() {
    return 0;
  }
}
