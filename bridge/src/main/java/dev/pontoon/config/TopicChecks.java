package dev.pontoon.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What templates make of names is a topic, and one that nobody else means. */
final class TopicChecks {
  private static final List<String> PLACEHOLDERS =
      List.of(Member.QUEUE, Member.EXCHANGE, Member.STREAM);

  private final String bridge;

  /** The first route of each topic. */
  private final Map<String, RouteFile> topics = new HashMap<>();

  /** All files of each topic, under the name that Kafka compares. */
  private final Map<String, Set<RouteFile>> comparable = new HashMap<>();

  /**
   * @param bridge name of the bridge, which its own topics begin with
   */
  TopicChecks(String bridge) {
    this.bridge = bridge;
  }

  /** Call for all routes before the first {@link #check}. */
  void add(RouteFile route, List<Member> members) {
    String template = topic(route.values());
    if (template != null) {
      for (String topic : new HashSet<>(topics(template, members))) {
        topics.putIfAbsent(topic, route);
        comparable
            .computeIfAbsent(TopicNames.comparable(topic), name -> new LinkedHashSet<>())
            .add(route);
      }
    }
  }

  /**
   * @param patterns as if they were names; the topics that they make are known only later
   */
  void check(RouteFile route, List<Member> members, List<Member> patterns) {
    List<Member> shapes = new ArrayList<>(members);
    shapes.addAll(patterns);
    Values to = route.values().find(RouteOptions.TO);
    String template = topic(route.values());
    if (to != null
        && template != null
        && mayBeMade(to, template, members)
        && fits(to, RouteOptions.TOPIC_NAME, template, shapes)) {
      distinct(route, to, template, members);
    }
    deadLetter(route, members, shapes);
  }

  /** Publishers choose routing keys: what they choose may be the end of a name, never its start. */
  private boolean mayBeMade(Values to, String template, List<Member> members) {
    int at = template.indexOf(RouteConfig.To.ROUTING_KEY);
    if (at < 0) {
      if (to.wrote(RouteOptions.MAX_TOPICS)) {
        to.problem(
            RouteOptions.MAX_TOPICS,
            "the topic is the same for all messages",
            "this key goes with {routing-key} in 'topic'");
      }
      return true;
    }
    String start = template.substring(0, at);
    String another = "write a beginning of its own before {routing-key}, as in shop.{routing-key}";
    if (!members.stream().allMatch(member -> isRabbit(member.from()))) {
      to.problem(
          RouteOptions.TOPIC_NAME,
          "only messages of RabbitMQ have a routing key",
          "leave {routing-key} out");
    } else if (template.indexOf(RouteConfig.To.ROUTING_KEY, at + 1) >= 0) {
      to.problem(
          RouteOptions.TOPIC_NAME, "{routing-key} stands here twice", "leave one of them out");
    } else if (start.isEmpty()) {
      to.problem(RouteOptions.TOPIC_NAME, "publishers could choose any topic", another);
    } else if (start.startsWith("_") || (bridge + ".").startsWith(start)) {
      to.problem(
          RouteOptions.TOPIC_NAME,
          "publishers could choose topics of Kafka's or Pontoon's own",
          another);
    } else {
      return true;
    }
    return false;
  }

  private static boolean isRabbit(From from) {
    return from instanceof From.RabbitExchange
        || from instanceof From.RabbitQueue
        || from instanceof From.RabbitStream;
  }

  /** Whether every placeholder stands for something and every name is a topic's. */
  private static boolean fits(
      Values values, Option<?> option, String template, List<Member> members) {
    for (Member member : members) {
      for (String placeholder : PLACEHOLDERS) {
        if (template.contains(placeholder) && !placeholder.equals(member.placeholder())) {
          values.problem(
              option,
              placeholder + " stands for nothing here",
              member.placeholder().isEmpty()
                  ? "this source has no placeholder"
                  : "this source has " + member.placeholder());
          return false;
        }
      }
      // Of a routing key only the beginning is known: the shortest one stands for all.
      String topic = member.topic(template).replace(RouteConfig.To.ROUTING_KEY, "k");
      if (hasPlaceholder(template) && !TopicNames.isLegal(topic)) {
        values.problem(
            option,
            "for '"
                + Place.printable(member.name())
                + "' this makes '"
                + Place.printable(topic)
                + "', which is not a topic name",
            Kinds.TOPIC.allowed());
        return false;
      }
    }
    return true;
  }

  /**
   * A topic that a template of names makes is nobody else's; one that is written out may be shared.
   */
  private void distinct(RouteFile route, Values to, String template, List<Member> members) {
    if (PLACEHOLDERS.stream().noneMatch(template::contains)) {
      return;
    }
    Map<String, String> made = new HashMap<>();
    for (Member member : members) {
      String topic = member.topic(template);
      String name = TopicNames.comparable(topic);
      String first = made.putIfAbsent(name, member.name());
      if (first != null && !first.equals(member.name())) {
        to.problem(
            RouteOptions.TOPIC_NAME,
            "'"
                + Place.printable(first)
                + "' and '"
                + Place.printable(member.name())
                + "' would both go to '"
                + topic
                + "', or to names that Kafka takes for the same",
            "give one of them a route file of its own");
      }
      for (RouteFile owner : comparable.getOrDefault(name, Set.of())) {
        if (owner != route) {
          to.problem(
              RouteOptions.TOPIC_NAME,
              "'"
                  + topic
                  + "', made for '"
                  + Place.printable(member.name())
                  + "', is the topic of "
                  + owner.file(),
              "a topic made from a name is for that source alone; Kafka takes '.' and '_' for the"
                  + " same");
        }
      }
    }
  }

  private void deadLetter(RouteFile route, List<Member> members, List<Member> shapes) {
    String template = RouteBuilder.deadTopic(route.values());
    if (template == null) {
      return;
    }
    Values values = route.values().find(RouteOptions.DEAD_LETTER);
    Values written = values == null ? route.values() : values;
    Option<?> option = values == null ? RouteOptions.DEAD_LETTER : RouteOptions.DEAD_TOPIC;
    if (values != null
        && values.wrote(RouteOptions.DEAD_TOPIC)
        && !fits(values, option, template, shapes)) {
      return;
    }
    Set<String> all = new HashSet<>(topics(template, members));
    for (String dead : all) {
      RouteFile owner = topics.get(dead);
      if (owner != null) {
        String whose = owner == route ? "this route's own topic" : "the topic of " + owner.file();
        written.problem(
            option,
            "'" + dead + "' is " + whose,
            "dead letters need a topic without other records");
      } else if (!hasPlaceholder(dead) && !TopicNames.isLegal(dead)) {
        written.problem(option, "'" + dead + "' would be too long", Kinds.TOPIC.allowed());
      }
    }
  }

  /** As it stands while the sources can't be told. */
  private static List<String> topics(String template, List<Member> members) {
    List<String> topics = new ArrayList<>();
    members.forEach(member -> topics.add(member.topic(template)));
    return topics.isEmpty() ? List.of(template) : topics;
  }

  private static boolean hasPlaceholder(String template) {
    return template.indexOf('{') >= 0;
  }

  private static @Nullable String topic(Values route) {
    Values to = route.find(RouteOptions.TO);
    return to == null ? null : to.find(RouteOptions.TOPIC_NAME);
  }
}
