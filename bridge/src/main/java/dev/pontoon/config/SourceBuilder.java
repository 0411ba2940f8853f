package dev.pontoon.config;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * From checked values to the sources of a route.
 *
 * @param bridge the bridge's name
 */
record SourceBuilder(String bridge, Connections connections) {

  /** One for each source in the order of the file; empty while they can't be told. */
  List<Member> members(Values route) {
    Values from = route.find(RouteOptions.FROM);
    String id = route.find(RouteOptions.ID);
    if (from == null || id == null) {
      return List.of();
    }
    Values rabbit = from.find(RouteOptions.RABBITMQ);
    Values jms = from.find(RouteOptions.JMS);
    Values camel = from.find(RouteOptions.CAMEL);
    if (rabbit != null) {
      return rabbit(rabbit, id);
    } else if (jms != null) {
      return jms(jms, id);
    }
    String uri = camel == null ? null : camel.find(RouteOptions.URI);
    return uri == null ? List.of() : List.of(Member.only(id, "", new From.Camel(uri)));
  }

  private List<Member> rabbit(Values values, String id) {
    String connection = connection(values);
    Names streams = values.find(StreamOptions.STREAM);
    if (streams != null) {
      return connection == null ? List.of() : streams(values, connection, id, streams);
    }
    Names names = names(values);
    if (names == null || connection == null) {
      return List.of();
    }
    return names.plain().stream()
        .map(
            name -> {
              String part = TopicNames.part(name);
              String member = names.several() ? Member.id(id, part) : id;
              return rabbit(values, connection, member, part, name);
            })
        .toList();
  }

  private Member rabbit(Values values, String connection, String id, String part, String name) {
    return values.find(RouteOptions.RABBIT_QUEUE) == null
        ? new Member(id, part, Member.EXCHANGE, exchange(values, connection, name, standIn(id)))
        : new Member(
            id,
            part,
            Member.QUEUE,
            new From.RabbitQueue(connection, name, values.get(RabbitOptions.TAKE_OVER)));
  }

  private static List<Member> streams(Values values, String connection, String id, Names names) {
    List<String> filter = values.find(StreamOptions.FILTER);
    return each(
        names,
        id,
        Member.STREAM,
        (member, stream) ->
            new From.RabbitStream(
                connection,
                stream,
                values.get(StreamOptions.START),
                filter == null ? List.of() : filter,
                values.get(StreamOptions.ON_GAP)));
  }

  /** The patterns as if they were names: what the file makes of them has the same shape. */
  List<Member> patterns(Values route) {
    Values rabbit = rabbit(route);
    Names names = rabbit == null ? null : names(rabbit);
    String id = route.find(RouteOptions.ID);
    String connection = rabbit == null ? null : connection(rabbit);
    if (rabbit == null || names == null || id == null || connection == null) {
      return List.of();
    }
    return names.patterns().stream()
        .map(
            pattern -> {
              String part = TopicNames.part(pattern.text());
              return rabbit(rabbit, connection, Member.id(id, part), part, pattern.text());
            })
        .toList();
  }

  /** The source with this name, of a checked file with patterns. */
  Member member(Values route, String name) {
    Values rabbit = Objects.requireNonNull(rabbit(route));
    String connection = Objects.requireNonNull(connection(rabbit));
    String part = TopicNames.distinct(name);
    return rabbit(rabbit, connection, Member.id(route.get(RouteOptions.ID), part), part, name);
  }

  static @Nullable Values rabbit(Values route) {
    Values from = route.find(RouteOptions.FROM);
    return from == null ? null : from.find(RouteOptions.RABBITMQ);
  }

  static @Nullable Names names(Values rabbit) {
    Names queues = rabbit.find(RouteOptions.RABBIT_QUEUE);
    return queues == null ? rabbit.find(RouteOptions.EXCHANGE) : queues;
  }

  @Nullable String connection(Values rabbit) {
    return connections.resolve(RouteOptions.RABBITMQ.name(), rabbit.find(RouteOptions.CONNECTION));
  }

  private static List<Member> each(
      Names names, String id, String placeholder, BiFunction<String, String, From> source) {
    return names.all().stream()
        .map(
            name -> {
              String part = TopicNames.part(name);
              String member = names.list() ? Member.id(id, part) : id;
              return new Member(member, part, placeholder, source.apply(member, name));
            })
        .toList();
  }

  /** The queues that a file with patterns makes; the group is the exchange, where it is known. */
  Pattern ownQueues(Values rabbit, String id) {
    Values own = rabbit.find(RouteOptions.OWN_QUEUE);
    String name = own == null ? null : own.find(RouteOptions.QUEUE_NAME);
    if (name == null) {
      return Pattern.compile("(?s:" + Pattern.quote(standIn(id) + ".") + ".*)");
    }
    String[] parts = name.split(Pattern.quote(Member.EXCHANGE), -1);
    StringBuilder regex = new StringBuilder(Pattern.quote(parts[0]));
    for (int i = 1; i < parts.length; i++) {
      regex.append(i == 1 ? "((?s:.*))" : "\\1").append(Pattern.quote(parts[i]));
    }
    return Pattern.compile(regex.toString());
  }

  /** What a queue or subscription is called that the file gives no name. */
  private String standIn(String id) {
    return bridge + "." + id.replace(RouteConfig.SEPARATOR, '.');
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
        name == null ? standIn : name.replace(Member.EXCHANGE, exchange),
        Kinds.written(own.get(RouteOptions.QUEUE_TYPE)),
        maxLength == null ? null : maxLength.longValue(),
        own.find(RouteOptions.MAX_BYTES),
        millis(own.find(RouteOptions.MESSAGE_TTL)),
        millis(own.find(RouteOptions.EXPIRES)),
        values.get(RabbitOptions.DIVIDING) == RabbitOptions.Dividing.ACCEPT);
  }

  private List<Member> jms(Values values, String id) {
    String connection =
        connections.resolve(RouteOptions.JMS.name(), values.find(RouteOptions.CONNECTION));
    Names queues = values.find(RouteOptions.JMS_QUEUE);
    String topic = values.find(RouteOptions.JMS_TOPIC);
    String selector = values.find(RouteOptions.SELECTOR);
    if (connection == null || (queues == null && topic == null)) {
      return List.of();
    } else if (queues != null) {
      return each(
          queues,
          id,
          Member.QUEUE,
          (member, queue) -> new From.JmsQueue(connection, queue, selector));
    }
    String subscription = values.find(RouteOptions.SUBSCRIPTION);
    From from =
        new From.JmsTopic(
            connection,
            Objects.requireNonNull(topic),
            subscription == null ? standIn(id) : subscription,
            values.get(RouteOptions.SHARED),
            selector);
    return List.of(Member.only(id, "", from));
  }

  private static @Nullable Long millis(@Nullable Duration duration) {
    return duration == null ? null : duration.toMillis();
  }
}
