package dev.pontoon.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.pontoon.config.ConfigLoader;
import dev.pontoon.observe.RouteStatus;
import dev.pontoon.observe.RouteStatus.Source;
import dev.pontoon.source.Workers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of names that a broker tells, and what is said when it does not. */
class PatternRoutesTest {
  @TempDir private Path folder;
  private final Workers workers = new Workers();
  private final List<String> started = new CopyOnWriteArrayList<>();
  private volatile List<String> names = List.of();
  private volatile int code = 200;
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    listen(0);
  }

  private void listen(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String items =
                String.join(
                    ",", names.stream().map(n -> "{\"name\":\"%s\"}".formatted(n)).toList());
            byte[] text = ("[" + items + "]").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(code, text.length);
            exchange.getResponseBody().write(text);
          }
        });
    server.start();
  }

  @AfterEach
  void end() {
    server.stop(0);
    workers.close();
  }

  private PatternRoutes routes() throws IOException {
    Path routes = Files.createDirectories(folder.resolve("routes"));
    Path bridge =
        Files.writeString(
            folder.resolve("bridge.yaml"),
            """
            connections:
              mq:
                rabbitmq:
                  uri: "amqp://localhost"
                  management: { uri: "http://127.0.0.1:%d", look-again: 1s }
            kafka: { bootstrap.servers: "localhost:9" }
            """
                .formatted(server.getAddress().getPort()));
    Files.writeString(
        routes.resolve("r.yaml"),
        """
        id: shop
        from: { rabbitmq: { exchange: "shop.*", max-sources: 7 } }
        to: { topic: "{exchange}" }
        """);
    var loaded = (ConfigLoader.Loaded) new ConfigLoader().load(bridge, routes, Map.of());
    return new PatternRoutes(
        loaded.bridge(),
        loaded.routes(),
        loaded.patterns(),
        topic -> false,
        route -> {
          if (route.from().source().endsWith("broken")) {
            throw new IllegalArgumentException("Camel does not accept the steps");
          }
          started.add(route.id());
        },
        workers);
  }

  private static RouteStatus status(PatternRoutes routes) {
    return routes.statuses().values().iterator().next();
  }

  private static void awaitState(PatternRoutes routes, Source source, String... words) {
    RouteStatus status = status(routes);
    await()
        .untilAsserted(
            () -> {
              assertThat(status.now().source()).isEqualTo(source);
              assertThat(List.of(words)).allMatch(status.now().sourceDetail()::contains);
            });
  }

  @Test
  void routesComeWithTheNamesAndStayWhileTheBrokerIsSilent() throws Exception {
    names = List.of("shop.a", "other");
    try (PatternRoutes routes = routes()) {
      assertThat(routes.statuses().values()).extracting(RouteStatus::route).containsExactly("shop");
      assertThat(status(routes).now().healthy()).isFalse();
      routes.start();
      awaitState(routes, Source.RUNNING);
      assertThat(status(routes).now().healthy()).isTrue();

      code = 500;
      awaitState(routes, Source.CONNECTING, "HTTP status 500", "routes that run go on");
      server.stop(0);
      awaitState(routes, Source.CONNECTING, "does not answer: nobody listens there; routes that");
      int port = server.getAddress().getPort();
      listen(port);
      names = List.of("shop.b");
      code = 200;
      awaitState(routes, Source.RUNNING);

      assertThat(started).containsExactly("shop/shop.a", "shop/shop.b");
    }
  }

  @Test
  void namesWithoutARouteAreSaid() throws Exception {
    names = List.of("shop.u s", "shop.u-s", "shop.u\\\"s", "shop.\\u001b[31mbroken", "shop.broken");
    try (PatternRoutes routes = routes()) {
      routes.start();
      awaitState(
          routes,
          Source.RUNNING,
          "2 names that match have no route: 'shop.\\u001b[31mbroken' (Camel does not accept",
          "'shop.broken' (Camel does not accept the steps)");
      assertThat(status(routes).now().healthy()).isTrue();
      assertThat(status(routes).now().sourceDetail()).doesNotContain("\u001b");
      assertThat(started)
          .containsExactly("shop/shop.u-s-9458cad4", "shop/shop.u-s-c1d6b35f", "shop/shop.u-s");
    }
  }

  @Test
  void manyNamesWithoutARouteAreCounted() throws Exception {
    names = IntStream.range(100, 120).mapToObj(i -> "shop." + i).toList();
    try (PatternRoutes routes = routes()) {
      routes.start();
      awaitState(
          routes,
          Source.RUNNING,
          "13 names that match have no route",
          "'shop.107' (from.rabbitmq.max-sources is 7)",
          "'shop.111' (from.rabbitmq.max-sources is 7), and 8 more");
      assertThat(started).hasSize(7);
    }
  }

  @Test
  void nothingIsAddedAfterTheEnd() throws Exception {
    PatternRoutes routes = routes();
    routes.start();
    awaitState(routes, Source.RUNNING);
    routes.close();

    names = List.of("shop.late");
    await().during(Duration.ofMillis(1_500)).until(started::isEmpty);
    assertThat(status(routes).now().source()).isEqualTo(Source.STOPPED);
  }
}
