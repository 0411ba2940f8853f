package dev.pontoon.source;

import dev.pontoon.config.From;
import dev.pontoon.config.RouteConfig;
import dev.pontoon.config.RouteConfig.BodyRules;
import dev.pontoon.config.RouteConfig.DeadLetter;
import dev.pontoon.config.RouteConfig.Delivery;
import dev.pontoon.config.RouteConfig.ObjectBody;
import dev.pontoon.config.RouteConfig.OnRefusal;
import dev.pontoon.config.RouteConfig.Otherwise;
import dev.pontoon.config.RouteConfig.Oversize;
import dev.pontoon.config.RouteConfig.Readers;
import dev.pontoon.config.RouteConfig.Time;
import dev.pontoon.config.RouteConfig.To;
import dev.pontoon.config.RouteConfig.Tombstone;
import dev.pontoon.deadletter.DeadLetters;
import dev.pontoon.delivery.AtLeastOnceLane;
import dev.pontoon.delivery.ByteBudget;
import dev.pontoon.delivery.IdAllowance;
import dev.pontoon.delivery.LaneParts;
import dev.pontoon.delivery.LetterKeys;
import dev.pontoon.delivery.RecordSink;
import dev.pontoon.delivery.TopicGate;
import dev.pontoon.mapping.TopicLimits;
import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Origin;
import dev.pontoon.message.OutboundRecord;
import dev.pontoon.message.Property;
import dev.pontoon.message.Refusal;
import dev.pontoon.observe.RouteMetrics;
import dev.pontoon.observe.RouteStatus;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A route from a source under test through the real lane into a sink of the test's. */
public final class TestRoute implements AutoCloseable {
  public static final String TOPIC = "target";
  private static final int IN_FLIGHT = 2000;

  private final CamelContext camel = new DefaultCamelContext();
  private final Workers workers = new Workers();
  private final SourceRuntime runtime;
  private final Queue<LegacyMessage> read = new ConcurrentLinkedQueue<>();

  /**
   * @param brokerAssignsIds as in {@link Origin}
   */
  public TestRoute(From from, boolean brokerAssignsIds, RecordSink sink, Duration stopTimeout) {
    RouteStatus status = new RouteStatus("r", Clock.systemUTC());
    RouteConfig config = config(from);
    Origin origin = new Origin("r", "jms", "legacy", "q", brokerAssignsIds);
    RouteMetrics metrics = new RouteMetrics(new SimpleMeterRegistry(), "r");
    LaneParts parts =
        new LaneParts(
            "r",
            TopicGate.OPEN,
            this::map,
            new DeadLetters(config, origin, () -> TopicLimits.DEFAULT, Clock.systemUTC()),
            OnRefusal.DEAD_LETTER,
            LetterKeys.NONE,
            Oversize.DEAD_LETTER,
            null,
            null,
            IN_FLIGHT,
            new ByteBudget(32 << 20).share(),
            metrics,
            status,
            workers.pool());
    runtime =
        new SourceRuntime(
            config,
            origin,
            new AtLeastOnceLane(parts, sink, new IdAllowance()),
            () -> {},
            status,
            metrics,
            workers,
            new ActiveSources(),
            IN_FLIGHT,
            stopTimeout);
  }

  /** What the source made, in its order. */
  public Queue<LegacyMessage> read() {
    return read;
  }

  public RouteStatus.Snapshot status() {
    return runtime.status().now();
  }

  public RouteMetrics metrics() {
    return runtime.metrics();
  }

  public CamelContext camel() {
    return camel;
  }

  public SourceRuntime runtime() {
    return runtime;
  }

  /** Starts the route; it has no steps, so that no message may come through Camel's engine. */
  public TestRoute start(Function<SourceRuntime, Endpoint> source) throws Exception {
    Endpoint endpoint = source.apply(runtime);
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from(endpoint)
                .routeId("r")
                .process(
                    exchange -> {
                      throw new IllegalStateException("not for messages without steps");
                    });
          }
        });
    camel.start();
    return this;
  }

  /** The clean stop that a person asks for. */
  public void stop() {
    camel.stop();
  }

  @Override
  public void close() {
    camel.stop();
    workers.close();
  }

  private dev.pontoon.message.Outcome map(LegacyMessage message) {
    read.add(message);
    if (message.body() instanceof Body.Serialized) {
      return new Refusal(Refusal.Reason.BODY_UNSUPPORTED, "a Java object");
    }
    return record(TOPIC, message);
  }

  private static OutboundRecord record(String topic, LegacyMessage message) {
    String group = message.text(Property.GROUP_ID);
    byte[] key = group == null ? null : group.getBytes(StandardCharsets.UTF_8);
    return new OutboundRecord(topic, key, value(message.body()), 0, List.of());
  }

  private static byte[] value(Body body) {
    if (body instanceof Body.Text text && text.text() != null) {
      return text.text().getBytes(StandardCharsets.UTF_8);
    }
    return body instanceof Body.Bytes bytes ? bytes.bytes() : new byte[0];
  }

  /** A route without steps at level A. */
  static RouteConfig config(From from) {
    return new RouteConfig(
        "r",
        from,
        new To(TOPIC, 1, 1, null, null, false, Map.of(), true),
        List.of(),
        Otherwise.NONE,
        Time.ARRIVAL,
        new BodyRules(ObjectBody.REFUSE),
        Tombstone.NEVER,
        Oversize.DEAD_LETTER,
        null,
        RouteConfig.Envelope.NONE,
        OnRefusal.DEAD_LETTER,
        new DeadLetter("dead", 1, 1, null),
        Delivery.AT_LEAST_ONCE,
        null,
        Readers.EXCLUSIVE,
        List.of(),
        "r.yaml");
  }
}
