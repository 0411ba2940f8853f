package dev.pontoon.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.config.ConfigLoader;
import dev.pontoon.config.RouteConfig;
import dev.pontoon.source.SourceEndpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.DefaultConsumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A route that is added while others run starts at once, however those are supervised. */
class LateRouteTest {
  @TempDir private Path folder;

  private List<RouteConfig> routes(String steps) throws Exception {
    Path routes = Files.createDirectories(folder.resolve("routes"));
    Path bridge =
        Files.writeString(
            folder.resolve("bridge.yaml"),
            """
            connections: { mq: { rabbitmq: { uri: "amqp://localhost" } } }
            kafka: { bootstrap.servers: "localhost:9" }
            """);
    Files.writeString(
        routes.resolve("r.yaml"),
        """
        id: r
        from: { rabbitmq: { queue: [early, "late?a.b=b&c"] } }
        to: { topic: t }
        %s
        """
            .formatted(steps));
    return ((ConfigLoader.Loaded) new ConfigLoader().load(bridge, routes, Map.of())).routes();
  }

  @ParameterizedTest
  @CsvSource({
    "false,''",
    "false,'steps: [log: { message: x }]'",
    "true,''",
    "true,'steps: [log: { message: x }]'"
  })
  void startsAtOnce(boolean supervised, String steps) throws Exception {
    List<RouteConfig> all = routes(steps);
    AtomicInteger started = new AtomicInteger();
    try (Routes routes = new Routes("late", LateRouteTest.class.getClassLoader())) {
      if (supervised) {
        routes.addTried(
            new RouteBuilder() {
              @Override
              public void configure() {
                from("direct:in").routeId("a.outer").to("direct:in");
              }
            },
            ".outer");
      }
      add(routes, all.get(0), started);
      routes.start();
      assertThat(started).hasValue(1);

      add(routes, all.get(1), started);

      assertThat(started).hasValue(2);
      assertThat(routes.context().getRouteController().getRouteStatus("r/late-a.b-b-c").isStarted())
          .isTrue();
    }
    assertThat(started).hasValue(0);
  }

  private static void add(Routes routes, RouteConfig route, AtomicInteger started)
      throws Exception {
    routes.add(
        route,
        new SourceEndpoint(
            "pontoon-test:" + route.from().source(),
            routes.context(),
            (endpoint, processor) ->
                new DefaultConsumer(endpoint, processor) {
                  @Override
                  protected void doStart() throws Exception {
                    super.doStart();
                    started.incrementAndGet();
                  }

                  @Override
                  protected void doStop() throws Exception {
                    started.decrementAndGet();
                    super.doStop();
                  }
                }));
  }
}
