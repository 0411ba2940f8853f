package dev.pontoon.app;

import dev.pontoon.config.ConfigLoader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Spec;

/**
 * What the launcher runs once to let the JVM record class data: the bridge's own start with
 * addresses where nothing listens, and the classes that only a live broker would need.
 */
@Command(name = "warm-up", hidden = true, mixinStandardHelpOptions = true)
final class WarmUpCommand implements Callable<Integer> {
  /** Long enough for the clients' threads to come up and for the first refused connections. */
  private static final Duration ATTEMPTS = Duration.ofMillis(1500);

  @Mixin private ConfigOptions files = new ConfigOptions();
  @Spec private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    ConfigLoader.Loaded loaded = files.load(spec.commandLine().getErr());
    if (loaded == null) {
      return Pontoon.WRONG_INPUT;
    }
    try (Bridge bridge = new Bridge(loaded.bridge(), loaded.routes(), loaded.patterns())) {
      bridge.start();
      int classes = LiveClasses.load(WarmUpCommand.class.getClassLoader());
      new CompletableFuture<Void>()
          .completeOnTimeout(null, ATTEMPTS.toMillis(), TimeUnit.MILLISECONDS)
          .join();
      scrape(bridge.httpUri() + "/");
      scrape(bridge.httpUri() + "/metrics");
      scrape(bridge.httpUri() + "/health");
      spec.commandLine().getOut().println("loaded " + classes + " classes of the brokers' clients");
    }
    return 0;
  }

  private static void scrape(String address) throws IOException {
    URLConnection connection = URI.create(address).toURL().openConnection();
    try (InputStream in = connection.getInputStream()) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
  }
}
