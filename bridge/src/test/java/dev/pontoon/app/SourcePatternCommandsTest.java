package dev.pontoon.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  private record Run(int code, String text) {}

  private Run run(String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--config", folder.resolve("bridge.yaml").toString()));
    all.addAll(List.of("--routes", folder.resolve("routes").toString()));
    PrintStream out = System.out;
    PrintStream err = System.err;
    InputStream in = System.in;
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    PrintStream caught = new PrintStream(text, true, StandardCharsets.UTF_8);
    System.setOut(caught);
    System.setErr(caught);
    System.setIn(new ByteArrayInputStream("hello".getBytes(StandardCharsets.UTF_8)));
    try {
      int code = Pontoon.execute(all.toArray(String[]::new));
      return new Run(code, text.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
      System.setIn(in);
    }
  }

  @Test
  void explainTakesANameThatMatches() {
    Run one = run("explain", "shop/shop.eu");

    assertThat(one.code()).isZero();
    assertThat(one.text()).contains("\"shop.eu.v1\"", "\"shop/shop.eu\"", "\"hello\"");
  }

  @Test
  void explainAsksForAName() {
    Run many = run("explain", "shop");
    Run other = run("explain", "shop/other.eu");

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

    Run run = run("check");

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

    Run run = run("check");

    assertThat(run.code()).isEqualTo(Pontoon.FAILED);
    assertThat(run.text()).contains("given.source is no source of");
  }

  @Test
  void redriveSaysThatNamesAreNotKnownAndHowToGoOn() {
    Run run = run("dead-letters", "redrive", "--route", "shop");

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
      Run run = run("dead-letters", "redrive", "--route", "shop");

      assertThat(run.code()).isEqualTo(Pontoon.FAILED);
      assertThat(run.text()).contains("the broker has no name now that matches in shop");
    } finally {
      server.stop(0);
    }
  }
}
