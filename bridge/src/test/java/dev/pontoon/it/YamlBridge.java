package dev.pontoon.it;

import dev.pontoon.app.Bridge;
import dev.pontoon.config.ConfigLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A bridge in this JVM, made from YAML as a user writes it. */
final class YamlBridge implements AutoCloseable {
  private final Path folder;
  private final Bridge bridge;

  private YamlBridge(Path folder, Bridge bridge) {
    this.folder = folder;
    this.bridge = bridge;
  }

  /** Starts with these routes; the HTTP port is a free one. */
  static YamlBridge started(Path folder, String bridgeYaml, String... routes) {
    try {
      Path routesFolder = Files.createDirectories(folder.resolve("routes"));
      Path config = Files.writeString(folder.resolve("bridge.yaml"), bridgeYaml);
      for (int i = 0; i < routes.length; i++) {
        Files.writeString(routesFolder.resolve("route" + i + ".yaml"), routes[i]);
      }
      var result = new ConfigLoader().load(config, routesFolder, Map.of());
      if (!(result instanceof ConfigLoader.Loaded loaded)) {
        throw new AssertionError(((ConfigLoader.Invalid) result).problems().toString());
      }
      Bridge bridge = new Bridge(loaded.bridge(), loaded.routes(), loaded.patterns());
      bridge.start();
      return new YamlBridge(folder, bridge);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new AssertionError("the bridge could not be built", e);
    }
  }

  Bridge bridge() {
    return bridge;
  }

  /** A counter of one route, by Prometheus name without {@code _total}. */
  long count(String meter, String route) {
    return (long) bridge.metrics().get(meter).tag("route", route).counter().count();
  }

  Path folder() {
    return folder;
  }

  @Override
  public void close() {
    bridge.close();
  }
}
