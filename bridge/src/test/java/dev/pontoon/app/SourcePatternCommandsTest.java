package dev.pontoon.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Commands that name a route, when its file has a pattern; no broker is asked. */
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class SourcePatternCommandsTest {
  @TempDir private Path folder;

  @BeforeEach
  void files() throws IOException {
    Files.createDirectories(folder.resolve("routes"));
    bridge(9);
    write(
        "routes/shop.yaml",
        """
        id: shop
        from: { rabbitmq: { exchange: "shop.*" } }
        to: { topic: "{exchange}.v1" }
        """);
  }

  private void bridge(int port) throws IOException {
    write(
        "bridge.yaml",
        """
        connections:
          legacy:
            rabbitmq:
              uri: "amqp://localhost:9"
              management: { uri: "http://127.0.0.1:%d", timeout: 5s }
        kafka: { bootstrap.servers: "localhost:9" }
        """
            .formatted(port));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private CommandRun run(String... arguments) {
    return CommandRun.in(folder, arguments);
  }

  @Test
  void explainTakesANameThatMatches() {
    CommandRun one = run("explain", "shop/shop.eu");

    assertThat(one.code()).isZero();
    assertThat(one.text()).contains("\"shop.eu.v1\"", "\"shop/shop.eu\"", "\"hello\"");
  }

  @Test
  void explainAsksForAName() {
    CommandRun many = run("explain", "shop");
    CommandRun other = run("explain", "shop/other.eu");

    assertThat(many.code()).isEqualTo(Pontoon.WRONG_INPUT);
    assertThat(many.text()).contains("route shop is many; name one as in shop/shop.name");
    assertThat(other.code()).isEqualTo(Pontoon.WRONG_INPUT);
    assertThat(other.text()).contains("other.eu does not match shop.*");
  }

  @Test
  void testsRunForTheNamesThatTheyName() throws IOException {
    write(
        "routes/shop.test.yaml",
        """
        - name: each goes to its topic
          given: { body: x }
          then: { value: x }
        - name: eu goes to its topic
          given: { source: shop.eu, body: x }
          then: { topic: shop.eu.v1 }
        """);

    CommandRun run = run("check");

    assertThat(run.code()).isZero();
    assertThat(run.text())
        .contains(
            "passed  shop/shop.eu: each goes to its topic",
            "passed  shop/shop.eu: eu goes to its topic",
            "0 routes, 1 with a pattern, 2 tests passed, 0 failed");
  }

  @Test
  void testsWithoutANameRunForOneThatMatches() throws IOException {
    write("routes/shop.test.yaml", "- { name: x, given: { body: x }, then: { value: x } }\n");

    assertThat(run("check").text()).contains("passed  shop/shop.name: x");
  }

  @Test
  void aTestForANameThatDoesNotMatchFails() throws IOException {
    write(
        "routes/shop.test.yaml",
        "- { name: x, given: { source: other.eu, body: x }, then: { value: x } }\n");

    CommandRun run = run("check");

    assertThat(run.code()).isEqualTo(Pontoon.FAILED);
    assertThat(run.text()).contains("given.source is no source of");
  }

  @Test
  void redriveSaysThatNamesAreNotKnownAndHowToGoOn() {
    CommandRun run = run("dead-letters", "redrive", "--route", "shop");

    assertThat(run.code()).isEqualTo(Pontoon.FAILED);
    assertThat(run.text())
        .contains(
            "management API http://127.0.0.1:9 does not answer",
            "Name one as in --route shop/shop.name");
  }

  @Test
  void redriveSaysThatNothingMatches() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] none = "{\"page_count\":1,\"items\":[]}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, none.length);
            exchange.getResponseBody().write(none);
          }
        });
    server.start();
    try {
      bridge(server.getAddress().getPort());
      CommandRun run = run("dead-letters", "redrive", "--route", "shop");

      assertThat(run.code()).isEqualTo(Pontoon.FAILED);
      assertThat(run.text()).contains("the broker has no name now that matches in shop");
    } finally {
      server.stop(0);
    }
  }
}
