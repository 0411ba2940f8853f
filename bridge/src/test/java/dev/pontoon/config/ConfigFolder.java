package dev.pontoon.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A folder with bridge.yaml and routes/ for one test. */
final class ConfigFolder {
  static final String BRIDGE =
      """
      connections:
        rabbit:
          rabbitmq: { uri: "amqp://localhost:5672" }
        amq:
          jms: { factory: org.apache.activemq.ActiveMQConnectionFactory }
      kafka:
        bootstrap.servers: localhost:9092
      """;
  static final String ROUTE =
      """
      id: orders
      from:
        rabbitmq: { exchange: orders }
      to:
        topic: orders.v1
      """;

  private final Path root;

  ConfigFolder(Path root) {
    this.root = root;
    write("bridge.yaml", BRIDGE);
    write("routes/orders.yaml", ROUTE);
  }

  ConfigFolder write(String name, String text) {
    try {
      Path path = root.resolve(name);
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ConfigFolder delete(String name) {
    try {
      Files.delete(root.resolve(name));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path routes() {
    return root.resolve("routes");
  }

  ConfigLoader.Result load(Map<String, String> env) {
    return new ConfigLoader().load(root.resolve("bridge.yaml"), routes(), env);
  }

  /** Fails with the problems when there are any. */
  ConfigLoader.Loaded loaded(Map<String, String> env) {
    if (load(env) instanceof ConfigLoader.Loaded loaded) {
      return loaded;
    }
    throw new AssertionError("problems: " + problems(env));
  }

  RouteConfig route(String text) {
    write("routes/orders.yaml", text);
    return loaded(Map.of()).routes().get(0);
  }

  /** As they are printed, with paths from this folder. */
  List<String> problems(Map<String, String> env) {
    return load(env) instanceof ConfigLoader.Invalid invalid
        ? shown(invalid.problems())
        : List.of();
  }

  List<String> testProblems() {
    return new RouteTestLoader().load(routes()) instanceof RouteTestLoader.Invalid invalid
        ? shown(invalid.problems())
        : List.of();
  }

  private List<String> shown(List<Problem> problems) {
    String prefix = root + root.getFileSystem().getSeparator();
    return problems.stream().map(problem -> problem.toString().replace(prefix, "")).toList();
  }
}
