package dev.pontoon.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.config.ConfigLoader;
import dev.pontoon.observe.RouteStatus;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names from outside never become a part of what Camel reads: it would fill placeholders there. */
class StrangersNamesTest {
  private static final String NAME = "x{{env:PATH}}\\u001b[1m";

  @TempDir private Path folder;

  @BeforeEach
  void files() throws Exception {
    Files.writeString(
        folder.resolve("bridge.yaml"),
        """
        connections:
          mq: { rabbitmq: { uri: "amqp://127.0.0.1:1" } }
          amq:
            jms:
              factory: org.apache.activemq.ActiveMQConnectionFactory
              properties: { brokerURL: "tcp://127.0.0.1:1" }
        kafka: { bootstrap.servers: "127.0.0.1:1" }
        http: { listen: "127.0.0.1:0" }
        """);
    route("queue", "rabbitmq: { queue: \"%s\" }");
    route("list", "rabbitmq: { queue: [\"%s2\"] }");
    route("exchange", "rabbitmq: { exchange: \"%s\" }");
    route("jms", "jms: { queue: \"%s\", selector: \"a = '%1$s'\" }");
    route("jms-list", "jms: { queue: [\"%s2\"] }");
    route("topic", "jms: { topic: \"%s\", subscription: \"%1$s\" }");
  }

  private void route(String id, String from) throws Exception {
    for (String steps : List.of("", "steps: [ log: { message: hello } ]")) {
      String name = id + (steps.isEmpty() ? "" : "-steps");
      String source = from.formatted(name + NAME);
      Path file = Files.createDirectories(folder.resolve("routes")).resolve(name + ".yaml");
      Files.writeString(
          file, "id: %s\nfrom: { %s }\nto: { topic: %1$s }\n%s\n".formatted(name, source, steps));
    }
  }

  @Test
  void theyReadNothingOfOurs() throws Exception {
    var loaded =
        (ConfigLoader.Loaded)
            new ConfigLoader()
                .load(folder.resolve("bridge.yaml"), folder.resolve("routes"), Map.of());
    try (Bridge bridge = new Bridge(loaded.bridge(), loaded.routes())) {
      bridge.start();
      assertThat(bridge.statuses()).extracting(RouteStatus::route).hasSize(12);
      for (String path : List.of("/", "/health", "/metrics")) {
        assertThat(get(bridge.httpUri() + path))
            .doesNotContain(System.getenv("PATH"))
            .doesNotContain("\u001b");
      }
    }
  }

  private static String get(String uri) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /** And people still see which queue it is. */
  @Test
  void theDumpNamesThemInItsHeadsOnly() throws Exception {
    CommandRun run = CommandRun.in(folder, "run", "--dump");

    assertThat(run.code()).as(run.text()).isZero();
    assertThat(run.text().lines().filter(line -> line.startsWith("#")))
        .hasSize(12)
        .contains("# Camel route queue: queue queuex{{env:PATH}}\\u001b[1m on mq to topic queue");
    assertThat(run.text().lines().filter(line -> line.contains("{{")))
        .allMatch(line -> line.startsWith("#"));
    assertThat(run.text()).doesNotContain(System.getenv("PATH")).doesNotContain("\u001b");
  }
}
