package dev.pontoon.bench.jmh;

import dev.pontoon.config.ConfigLoader;
import dev.pontoon.config.RouteConfig;
import dev.pontoon.mapping.HeaderBlock;
import dev.pontoon.mapping.KeyExpressions;
import dev.pontoon.mapping.RouteMapper;
import dev.pontoon.mapping.TopicLimits;
import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Origin;
import dev.pontoon.message.OutboundRecord.Header;
import dev.pontoon.message.Outcome;
import dev.pontoon.message.Property;
import dev.pontoon.rig.WorkFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A message of 1 KiB with ten headers becomes a record; with the flags of the launcher. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 2,
    jvmArgs = {"-Xms32m", "-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MappingBenchmark {

  private static final Origin ORIGIN = new Origin("bench", "rabbitmq", "legacy", "bench", false);

  /** The route's rule for keys. */
  @Param({"header:key", "json:/id"})
  public String key = "header:key";

  private @Nullable RouteMapper mapper;
  private @Nullable LegacyMessage message;

  /** Reads a route as the bridge does. */
  @Setup
  public void setUp() {
    RouteConfig route = route(key);
    mapper =
        new RouteMapper(
            route,
            ORIGIN,
            () -> TopicLimits.DEFAULT,
            Clock.systemUTC(),
            KeyExpressions.NONE,
            () -> {});
    message = message();
  }

  /** The whole step: key, time, body, headers, size. */
  @Benchmark
  public @Nullable Outcome map() {
    return mapper == null || message == null ? null : mapper.map(message);
  }

  /** The headers alone. */
  @Benchmark
  public @Nullable List<Header> headers() {
    if (message == null) {
      return null;
    }
    HeaderBlock block = new HeaderBlock(message.headers().size() + 16, RouteMapper.MAX_DEPTH);
    block.addProperties(message);
    block.addApplication(message.headers());
    return block.finish();
  }

  static RouteConfig route(String key) {
    try (WorkFolder folder = WorkFolder.of(null, "jmh")) {
      Path bridge =
          folder.file(
              "bridge.yaml",
              "connections:\n  legacy:\n    rabbitmq: { uri: \"amqp://127.0.0.1:1\" }\n"
                  + "kafka: { bootstrap.servers: \"127.0.0.1:1\" }\n");
      Path routes = folder.folder("routes");
      folder.file(
          "routes/bench.yaml",
          "id: bench\nfrom: { rabbitmq: { queue: bench } }\nto: { topic: bench }\nkey: "
              + key
              + "\n");
      ConfigLoader.Result result = new ConfigLoader().load(bridge, routes, Map.of());
      if (result instanceof ConfigLoader.Loaded loaded) {
        return loaded.routes().get(0);
      }
      throw new IllegalStateException("the route of the benchmark is wrong: " + result);
    }
  }

  static LegacyMessage message() {
    Map<String, @Nullable Object> headers = new LinkedHashMap<>();
    for (int i = 0; i < 6; i++) {
      headers.put("header-" + i, "value number " + i);
    }
    headers.put("key", "k42");
    headers.put("attempt", 1);
    headers.put("sequence", 4711L);
    headers.put("audited", true);
    Map<Property, Object> properties =
        Map.of(
            Property.MESSAGE_ID, "m-4711",
            Property.CONTENT_TYPE, "application/json",
            Property.DELIVERY_MODE, 2,
            Property.TIMESTAMP, Instant.EPOCH.plusSeconds(1_700_000_000L),
            Property.ROUTING_KEY, "bench");
    byte[] body =
        ("{\"id\":\"k42\",\"text\":\"" + "x".repeat(1000) + "\"}").getBytes(StandardCharsets.UTF_8);
    return new LegacyMessage(ORIGIN, properties, headers, new Body.Bytes(body), false);
  }
}
