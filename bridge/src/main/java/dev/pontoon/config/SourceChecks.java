package dev.pontoon.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every source has one reader, and every name of a list makes a route of its own. */
final class SourceChecks {
  private static final int LONGEST_QUEUE = 255 - From.RabbitExchange.LATE.length();

  private final Map<String, RouteFile> readers = new HashMap<>();
  private final SourceBuilder sources;

  SourceChecks(SourceBuilder sources) {
    this.sources = sources;
  }

  /**
   * @param members what the file names, as far as it could be read
   */
  void check(RouteFile route, List<Member> members) {
    Values from = route.values().find(RouteOptions.FROM);
    Values rabbit = from == null ? null : from.find(RouteOptions.RABBITMQ);
    Values jms = from == null ? null : from.find(RouteOptions.JMS);
    boolean distinct = true;
    if (rabbit != null) {
      distinct =
          distinct(rabbit, RouteOptions.EXCHANGE)
              && distinct(rabbit, RouteOptions.RABBIT_QUEUE)
              && distinct(rabbit, StreamOptions.STREAM)
              && ownQueues(rabbit, members);
      new PatternChecks(sources, rabbit).check();
      oneReader(route.values(), rabbit);
    } else if (jms != null) {
      distinct = distinct(jms, RouteOptions.JMS_QUEUE);
    }
    if (distinct) {
      members.forEach(member -> reader(route, member.from()));
    }
  }

  /** Two names that make one route id are a problem, be they the same or not. */
  private static boolean distinct(Values values, Option<Names> option) {
    Names names = values.find(option);
    if (names == null || !names.list()) {
      return true;
    }
    Map<String, String> parts = new HashMap<>();
    boolean distinct = true;
    for (String name : names.all()) {
      boolean pattern = NamePattern.isPattern(name);
      String first = parts.putIfAbsent(pattern ? "pattern " + name : TopicNames.part(name), name);
      if (first != null) {
        distinct = false;
        boolean same = first.equals(name);
        String shown = "'" + Place.printable(name) + "'";
        values.problem(
            option,
            same
                ? shown + " stands here twice"
                : "'" + Place.printable(first) + "' and " + shown + " would be one route",
            same
                ? "leave one of them out"
                : "what is no letter, digit, '.', '-' or '_' becomes '-' in a route's id; give one"
                    + " of them a route file of its own");
      }
    }
    return distinct;
  }

  /** Several would each read everything. */
  private static void oneReader(Values route, Values rabbit) {
    if (rabbit.wrote(StreamOptions.STREAM)
        && route.find(RouteOptions.READERS) == RouteConfig.Readers.SHARED) {
      route.problem(
          RouteOptions.READERS,
          "each reader of a stream reads all of it",
          "write readers: exclusive, or leave it out");
    }
  }

  private static boolean ownQueues(Values rabbit, List<Member> members) {
    Values own = rabbit.find(RouteOptions.OWN_QUEUE);
    String name = own == null ? null : own.find(RouteOptions.QUEUE_NAME);
    Set<String> queues = new HashSet<>();
    for (Member member : members) {
      if (member.from() instanceof From.RabbitExchange exchange) {
        if (exchange.queue().length() > LONGEST_QUEUE) {
          rabbit.problem(
              RouteOptions.OWN_QUEUE,
              "the queue's name for exchange '" + Place.printable(member.name()) + "' is too long",
              "allowed: up to 250 characters; write a shorter own-queue.name");
        }
        if (!queues.add(exchange.queue()) && own != null && name != null) {
          own.problem(
              RouteOptions.QUEUE_NAME,
              "all exchanges of the list would share this queue",
              "put {exchange} into the name, or leave it out");
          return false;
        }
      }
    }
    return true;
  }

  private void reader(RouteFile route, From source) {
    String queue = queue(source);
    RouteFile first = queue == null ? null : readers.putIfAbsent(queue, route);
    if (first != null) {
      route
          .values()
          .problem(
              RouteOptions.FROM,
              first.file() + " reads the same " + queue,
              "two routes would take messages from each other; give each its own, or make it one"
                  + " route");
    }
  }

  /** Names what only one route may read; null where several readers do no harm. */
  private static @Nullable String queue(From source) {
    if (source instanceof From.RabbitExchange exchange) {
      return "queue '" + exchange.queue() + "' of " + exchange.connection();
    } else if (source instanceof From.RabbitQueue queue) {
      return "queue '" + queue.queue() + "' of " + queue.connection();
    } else if (source instanceof From.JmsQueue queue) {
      String selector = queue.selector() == null ? "" : " with the same selector";
      return "queue '"
          + queue.queue()
          + "' of "
          + queue.connection()
          + selector
          + (queue.selector() == null ? "" : " \"" + queue.selector() + "\"");
    } else if (source instanceof From.JmsTopic topic) {
      return "subscription '" + topic.subscription() + "' of " + topic.connection();
    }
    return null;
  }
}
