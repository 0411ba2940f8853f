package dev.pontoon.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which of the names that a broker has become routes: what the checks of a list say at the start,
 * asked of names that come while the bridge runs. Nothing is ever taken away again. Not safe for
 * threads.
 */
public final class MatchedSources {
  private static final String LATE = From.RabbitExchange.LATE;
  private static final String BROKERS_OWN = "amq.";
  private static final String KAFKAS_OWN = "__";
  private static final int LONGEST_QUEUE = 255 - LATE.length();

  private final String bridge;
  private final List<SourcePattern> patterns;
  private final Predicate<String> inUse;

  /** The source by the id of its route. */
  private final Map<String, String> sources = new HashMap<>();

  /** The route by connection and queue. */
  private final Map<String, String> readers = new HashMap<>();

  private final Set<String> ownQueues = new HashSet<>();

  /** Queues that route files name themselves. */
  private final Set<String> named = new HashSet<>();

  /** Who writes a topic, under the name that Kafka compares. */
  private final Map<String, String> topics = new HashMap<>();

  private final Map<SourcePattern, Integer> started = new HashMap<>();

  /** A name that matches and has no route. */
  public record Unfit(String name, String why) {}

  /**
   * @param fresh routes to start, by name
   * @param unfit names that have none and should, by name
   * @param fed exchanges that have none because others that are mirrored feed them, by name
   */
  public record Choice(List<RouteConfig> fresh, List<Unfit> unfit, List<Unfit> fed) {}

  /**
   * @param routes those that the files name
   * @param reserved topics that no route may write
   * @param inUse whether messages have made this topic already
   */
  public MatchedSources(
      String bridge,
      List<RouteConfig> routes,
      List<SourcePattern> patterns,
      Set<String> reserved,
      Predicate<String> inUse) {
    this.bridge = bridge;
    this.patterns = List.copyOf(patterns);
    this.inUse = inUse;
    reserved.forEach(topic -> topics.put(TopicNames.comparable(topic), "Pontoon itself"));
    routes.forEach(this::add);
    for (RouteConfig route : routes) {
      if (route.from() instanceof From.RabbitQueue queue) {
        named.add(reader(queue.connection(), queue.queue()));
      }
    }
    for (SourcePattern pattern : patterns) {
      pattern
          .sharedTopics()
          .forEach(topic -> topics.putIfAbsent(TopicNames.comparable(topic), pattern.id()));
    }
  }

  /**
   * Chooses from all that the broker has now; what was chosen before is not chosen again.
   *
   * @param most routes of this pattern at most
   */
  public Choice choose(SourcePattern pattern, List<SourcePattern.Found> found, int most) {
    List<RouteConfig> fresh = new ArrayList<>();
    List<Unfit> unfit = new ArrayList<>();
    List<Unfit> fed = new ArrayList<>();
    FedExchanges feeders = new FedExchanges(found);
    Map<String, String> types = new HashMap<>();
    found.forEach(one -> types.put(one.name(), one.type()));
    List<SourcePattern.Found> sorted = new ArrayList<>(found);
    sorted.sort(Comparator.comparing(SourcePattern.Found::name));
    for (SourcePattern.Found one : sorted) {
      if (!isMeant(pattern, one.name())) {
        continue;
      }
      RouteConfig route = pattern.route(one.name());
      if (one.name().equals(sources.get(route.id()))) {
        continue;
      }
      String source = feeders.source(one.name(), name -> isMirrored(pattern, name, types));
      if (source != null) {
        fed.add(new Unfit(one.name(), "fed by '" + source + "'"));
        continue;
      }
      String why = trouble(pattern, route, one.type());
      if (why == null && started.getOrDefault(pattern, 0) >= most) {
        why = "from.rabbitmq.max-sources is " + most;
      }
      if (why == null) {
        add(route);
        started.merge(pattern, 1, Integer::sum);
        fresh.add(route);
      } else {
        unfit.add(new Unfit(one.name(), why));
      }
    }
    return new Choice(List.copyOf(fresh), List.copyOf(unfit), List.copyOf(fed));
  }

  /** Whether this exchange has a route of the pattern, or gets one now. */
  private boolean isMirrored(SourcePattern pattern, String name, Map<String, String> types) {
    if (pattern.kind() != SourcePattern.Kind.EXCHANGE || !isMeant(pattern, name)) {
      return false;
    }
    RouteConfig route = pattern.route(name);
    return name.equals(sources.get(route.id()))
        || trouble(pattern, route, types.getOrDefault(name, "")) == null;
  }

  /** Not what is the broker's, what is ours, and what another file names. */
  private boolean isMeant(SourcePattern pattern, String name) {
    if (name.isEmpty() || name.startsWith(BROKERS_OWN) || !pattern.matches(name)) {
      return false;
    }
    return pattern.kind() == SourcePattern.Kind.EXCHANGE
        || !isOurs(name)
            && !(name.endsWith(LATE) && isOurs(name.substring(0, name.length() - LATE.length())))
            && !isNamedElsewhere(pattern, name);
  }

  private boolean isOurs(String queue) {
    return ownQueues.contains(queue) || patterns.stream().anyMatch(p -> p.ownsQueue(queue));
  }

  private boolean isNamedElsewhere(SourcePattern pattern, String name) {
    return named.contains(reader(pattern.connection(), name))
        && !name.equals(sources.get(pattern.route(name).id()));
  }

  private @Nullable String trouble(SourcePattern pattern, RouteConfig route, String type) {
    String name = route.from().source();
    String same = sources.get(route.id());
    if (same != null) {
      return "'" + same + "' is route " + route.id() + " already";
    }
    if (pattern.kind() == SourcePattern.Kind.QUEUE && name.startsWith(bridge + ".")) {
      return "it is called as the bridge's own queues are";
    }
    String queue = queue(route.from());
    String reader = readers.get(reader(pattern.connection(), queue));
    if (reader != null) {
      return "queue '" + queue + "' is read by route " + reader;
    }
    if (route.from() instanceof From.RabbitExchange exchange) {
      if (exchange.queue().length() > LONGEST_QUEUE) {
        return "the name of Pontoon's queue would be too long";
      } else if (!type.isEmpty() && ExchangeTypes.divides(type) && !exchange.dividing()) {
        return ExchangeTypes.refusal(type);
      } else if (type.equals("direct") && exchange.bindings().equals(BindingKind.EVERYTHING)) {
        return "a direct exchange needs its routing keys in from.rabbitmq.bind";
      }
    }
    String topic = pattern.ownTopic() ? taken(route.to().name()) : null;
    return topic == null && pattern.ownDeadLetters() ? taken(route.deadLetter().topic()) : topic;
  }

  private @Nullable String taken(String topic) {
    String owner = topics.get(TopicNames.comparable(topic));
    if (owner != null) {
      return "topic " + topic + ", or one that Kafka takes for the same, is that of " + owner;
    } else if (inUse.test(topic)) {
      return "topic " + topic + " is written by a route that makes topics of routing keys";
    } else if (topic.startsWith(KAFKAS_OWN)) {
      return "topic " + topic + " would be one of Kafka's own";
    }
    // Of a routing key only the place is known: the shortest one stands for all.
    return TopicNames.isLegal(topic.replace(RouteConfig.To.ROUTING_KEY, "k"))
        ? null
        : "'" + topic + "' is not a topic name";
  }

  private void add(RouteConfig route) {
    sources.put(route.id(), route.from().source());
    topics.putIfAbsent(TopicNames.comparable(route.to().name()), "route " + route.id());
    topics.putIfAbsent(TopicNames.comparable(route.deadLetter().topic()), "route " + route.id());
    if (route.from() instanceof From.RabbitExchange exchange) {
      ownQueues.add(exchange.queue());
    }
    String queue = queue(route.from());
    if (!queue.isEmpty()) {
      readers.putIfAbsent(reader(route.from().connection(), queue), route.id());
    }
  }

  private static String queue(From from) {
    if (from instanceof From.RabbitExchange exchange) {
      return exchange.queue();
    }
    return from instanceof From.RabbitQueue queue ? queue.queue() : "";
  }

  private static String reader(String connection, String queue) {
    return connection + " " + queue;
  }
}
