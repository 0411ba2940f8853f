package dev.pontoon.mapping;

import dev.pontoon.config.From;
import dev.pontoon.config.RouteConfig;
import dev.pontoon.config.RouteConfig.KeyRule;
import dev.pontoon.config.RouteConfig.ObjectBody;
import dev.pontoon.config.RouteConfig.Otherwise;
import dev.pontoon.config.RouteConfig.Time;
import dev.pontoon.config.RouteConfig.Tombstone;
import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Origin;
import dev.pontoon.message.OutboundRecord;
import dev.pontoon.message.Outcome;
import dev.pontoon.message.Property;
import dev.pontoon.message.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A route for tests, and the messages that go through it. */
public final class Route {

  public static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
  public static final Origin ORIGIN =
      new Origin("orders", "rabbitmq", "legacy-rabbit", "pontoon.orders", false);

  private final List<KeyRule> keys = new ArrayList<>();
  public final AtomicInteger clamped = new AtomicInteger();
  private Otherwise otherwise = Otherwise.REFUSE;
  private Time time = Time.ARRIVAL;
  private ObjectBody objects = ObjectBody.REFUSE;
  private Tombstone tombstone = Tombstone.NEVER;
  private RouteConfig.Oversize oversize = RouteConfig.Oversize.DEAD_LETTER;
  private String claimStore;
  private List<RouteConfig.Step> steps = List.of();
  private RouteConfig.Envelope envelope = RouteConfig.Envelope.NONE;
  private RouteConfig.To to =
      new RouteConfig.To("orders.v1", 6, null, null, null, false, Map.of(), true);
  private TopicLimits limits = TopicLimits.DEFAULT;
  private KeyExpressions expressions = KeyExpressions.NONE;

  public Route key(KeyRule.Kind kind, String argument) {
    keys.add(new KeyRule(kind, argument));
    return this;
  }

  public Route otherwise(Otherwise rule) {
    otherwise = rule;
    return this;
  }

  public Route time(Time rule) {
    time = rule;
    return this;
  }

  public Route objects(ObjectBody rule) {
    objects = rule;
    return this;
  }

  public Route tombstone(Tombstone rule) {
    tombstone = rule;
    return this;
  }

  public Route limits(TopicLimits rule) {
    limits = rule;
    return this;
  }

  public Route to(RouteConfig.To rule) {
    to = rule;
    return this;
  }

  public Route expressions(KeyExpressions rule) {
    expressions = rule;
    return this;
  }

  /** Steps that are never run, so that the route is one with steps. */
  public Route steps() {
    steps = List.of(new RouteConfig.Step(Map.of(), 1));
    return this;
  }

  public Route claimCheck(String store) {
    oversize = RouteConfig.Oversize.CLAIM_CHECK;
    claimStore = store;
    return this;
  }

  public Route envelope(RouteConfig.Envelope rule) {
    envelope = rule;
    return this;
  }

  public RouteConfig config() {
    return new RouteConfig(
        "orders",
        new From.RabbitQueue("legacy-rabbit", "orders"),
        to,
        List.copyOf(keys),
        otherwise,
        time,
        new RouteConfig.BodyRules(objects),
        tombstone,
        oversize,
        claimStore,
        envelope,
        RouteConfig.OnRefusal.DEAD_LETTER,
        new RouteConfig.DeadLetter("orders.v1.dead", 1, null, null),
        RouteConfig.Delivery.AT_LEAST_ONCE,
        null,
        RouteConfig.Readers.EXCLUSIVE,
        steps,
        "routes/orders.yaml");
  }

  public RouteMapper mapper() {
    return new RouteMapper(
        config(), ORIGIN, () -> limits, clock(), expressions, clamped::incrementAndGet);
  }

  public Outcome map(LegacyMessage message) {
    return mapper().map(message);
  }

  public OutboundRecord record(LegacyMessage message) {
    return (OutboundRecord) map(message);
  }

  public Refusal refusal(LegacyMessage message) {
    return (Refusal) map(message);
  }

  public static Clock clock() {
    return Clock.fixed(NOW, ZoneOffset.UTC);
  }

  public static LegacyMessage message(Body body) {
    return new LegacyMessage(
        ORIGIN, new EnumMap<>(Property.class), new LinkedHashMap<>(), body, false);
  }

  public static LegacyMessage json(String text) {
    return message(new Body.Bytes(utf8(text)));
  }

  public static LegacyMessage with(LegacyMessage message, Property property, Object value) {
    Map<Property, Object> properties = new EnumMap<>(Property.class);
    properties.putAll(message.properties());
    properties.put(property, value);
    return new LegacyMessage(
        message.origin(), properties, message.headers(), message.body(), message.redelivered());
  }

  public static LegacyMessage with(LegacyMessage message, String header, Object value) {
    Map<String, Object> headers = new LinkedHashMap<>(message.headers());
    headers.put(header, value);
    return message.with(headers, message.body());
  }

  public static Map<String, String> headers(OutboundRecord record) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (OutboundRecord.Header header : record.headers()) {
      headers.put(
          header.name(),
          header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8));
    }
    return headers;
  }

  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public static String text(byte[] bytes) {
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }
}
