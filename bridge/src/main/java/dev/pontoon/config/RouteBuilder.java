package dev.pontoon.config;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * From checked values to {@link RouteConfig}: fills the defaults that depend on other values.
 *
 * @param bridge the bridge's name
 * @param claimStore name of the bridge's claim store, null for none
 */
record RouteBuilder(String bridge, Connections connections, @Nullable String claimStore) {

  /** Only after a load without problems. */
  RouteConfig build(Values route, String file) {
    Values body = route.find(RouteOptions.BODY);
    List<RouteConfig.KeyRule> key = route.find(RouteOptions.KEY);
    List<RouteConfig.Step> steps = route.find(RouteOptions.STEPS);
    return new RouteConfig(
        route.get(RouteOptions.ID),
        from(route),
        to(route.get(RouteOptions.TO)),
        key == null ? List.of() : key,
        otherwise(route),
        route.get(RouteOptions.TIME),
        new RouteConfig.BodyRules(
            body == null ? RouteConfig.ObjectBody.REFUSE : body.get(RouteOptions.OBJECT)),
        route.get(RouteOptions.TOMBSTONE),
        route.get(RouteOptions.OVERSIZE),
        claimStore,
        new RouteConfig.Envelope(
            route.get(RouteOptions.ENVELOPE), route.get(RouteOptions.EVENT_TYPE)),
        route.get(RouteOptions.ON_REFUSAL),
        deadLetter(route),
        route.get(RouteOptions.DELIVERY),
        route.get(RouteOptions.READERS),
        steps == null ? List.of() : steps,
        file);
  }

  static RouteConfig.Otherwise otherwise(Values route) {
    RouteConfig.Otherwise written = route.find(RouteOptions.OTHERWISE);
    if (written != null) {
      return written;
    }
    return route.wrote(RouteOptions.KEY)
        ? RouteConfig.Otherwise.REFUSE
        : RouteConfig.Otherwise.NONE;
  }

  /** Null while the topic is not known either. */
  static @Nullable String deadTopic(Values route) {
    Values dead = route.find(RouteOptions.DEAD_LETTER);
    String written = dead == null ? null : dead.find(RouteOptions.DEAD_TOPIC);
    Values to = route.find(RouteOptions.TO);
    String topic = to == null ? null : to.find(RouteOptions.TOPIC_NAME);
    return written != null || topic == null ? written : topic + ".dead";
  }

  /** Null while the source can't be told. */
  @Nullable From source(Values route) {
    Values from = route.find(RouteOptions.FROM);
    if (from == null) {
      return null;
    }
    Values rabbit = from.find(RouteOptions.RABBITMQ);
    Values jms = from.find(RouteOptions.JMS);
    Values camel = from.find(RouteOptions.CAMEL);
    String standIn = bridge + "." + route.find(RouteOptions.ID);
    if (rabbit != null) {
      return rabbit(rabbit, standIn);
    } else if (jms != null) {
      return jms(jms, standIn);
    }
    String uri = camel == null ? null : camel.find(RouteOptions.URI);
    return uri == null ? null : new From.Camel(uri);
  }

  private From from(Values route) {
    return Objects.requireNonNull(source(route), "a source that was checked");
  }

  private @Nullable From rabbit(Values values, String standIn) {
    String connection =
        connections.resolve(RouteOptions.RABBITMQ.name(), values.find(RouteOptions.CONNECTION));
    String exchange = values.find(RouteOptions.EXCHANGE);
    String queue = values.find(RouteOptions.RABBIT_QUEUE);
    if (connection == null || (exchange == null && queue == null)) {
      return null;
    }
    return queue != null
        ? new From.RabbitQueue(connection, queue)
        : exchange(values, connection, Objects.requireNonNull(exchange), standIn);
  }

  private static From exchange(Values values, String connection, String exchange, String standIn) {
    List<From.Binding> bindings = values.find(RouteOptions.BIND);
    Values own = values.find(RouteOptions.OWN_QUEUE);
    if (own == null) {
      own = Values.NONE;
    }
    String name = own.find(RouteOptions.QUEUE_NAME);
    Integer maxLength = own.find(RouteOptions.MAX_LENGTH);
    return new From.RabbitExchange(
        connection,
        exchange,
        bindings == null ? BindingKind.EVERYTHING : bindings,
        name == null ? standIn : name,
        Kinds.written(own.get(RouteOptions.QUEUE_TYPE)),
        maxLength == null ? null : maxLength.longValue(),
        own.find(RouteOptions.MAX_BYTES),
        millis(own.find(RouteOptions.MESSAGE_TTL)),
        millis(own.find(RouteOptions.EXPIRES)));
  }

  private @Nullable From jms(Values values, String standIn) {
    String connection =
        connections.resolve(RouteOptions.JMS.name(), values.find(RouteOptions.CONNECTION));
    String queue = values.find(RouteOptions.JMS_QUEUE);
    String topic = values.find(RouteOptions.JMS_TOPIC);
    String selector = values.find(RouteOptions.SELECTOR);
    if (connection == null || (queue == null && topic == null)) {
      return null;
    }
    if (queue != null) {
      return new From.JmsQueue(connection, queue, selector);
    }
    String subscription = values.find(RouteOptions.SUBSCRIPTION);
    return new From.JmsTopic(
        connection,
        Objects.requireNonNull(topic),
        subscription == null ? standIn : subscription,
        values.get(RouteOptions.SHARED),
        selector);
  }

  private static RouteConfig.To to(Values to) {
    return new RouteConfig.To(
        to.get(RouteOptions.TOPIC_NAME),
        to.find(RouteOptions.PARTITIONS),
        to.find(RouteOptions.REPLICATION),
        to.find(RouteOptions.TOPIC_RETENTION),
        to.find(RouteOptions.RETENTION_BYTES),
        to.get(RouteOptions.COMPACT),
        texts(to.find(RouteOptions.TOPIC_CONFIG)),
        to.get(RouteOptions.TOPICS) == RouteOptions.Topics.CREATE);
  }

  private static RouteConfig.DeadLetter deadLetter(Values route) {
    Values dead = route.find(RouteOptions.DEAD_LETTER);
    if (dead == null) {
      dead = Values.NONE;
    }
    return new RouteConfig.DeadLetter(
        Objects.requireNonNull(deadTopic(route), "a topic that was checked"),
        dead.get(RouteOptions.DEAD_PARTITIONS),
        dead.find(RouteOptions.REPLICATION),
        dead.get(RouteOptions.DEAD_RETENTION));
  }

  private static Map<String, String> texts(@Nullable Map<String, Object> settings) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (settings != null) {
      settings.forEach(
          (key, value) ->
              texts.put(key, value instanceof Secret s ? s.reveal() : String.valueOf(value)));
    }
    return Collections.unmodifiableMap(texts);
  }

  private static @Nullable Long millis(@Nullable Duration duration) {
    return duration == null ? null : duration.toMillis();
  }
}
