package dev.pontoon.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * From checked values to {@link RouteConfig}: fills the defaults that depend on other values.
 *
 * @param claimStore name of the bridge's claim store, null for none
 */
record RouteBuilder(SourceBuilder sources, @Nullable String claimStore) {

  /** One route for each source of the file. Only after a load without problems. */
  List<RouteConfig> build(Values route, String file) {
    return sources.members(route).stream().map(member -> build(route, member, file)).toList();
  }

  /** What it makes of names that match its patterns; null for a file without. */
  @Nullable SourcePattern pattern(Values route, String file) {
    Values rabbit = SourceBuilder.rabbit(route);
    Names names = rabbit == null ? null : SourceBuilder.names(rabbit);
    if (rabbit == null || names == null || names.patterns().isEmpty()) {
      return null;
    }
    boolean queues = rabbit.wrote(RouteOptions.RABBIT_QUEUE);
    String placeholder = queues ? Member.QUEUE : Member.EXCHANGE;
    String dead = Objects.requireNonNull(deadTopic(route), "a topic that was checked");
    return new SourcePattern(
        route.get(RouteOptions.ID),
        file,
        Objects.requireNonNull(sources.connection(rabbit), "a connection that was checked"),
        queues ? SourcePattern.Kind.QUEUE : SourcePattern.Kind.EXCHANGE,
        names.patterns(),
        rabbit.get(RabbitOptions.MAX_SOURCES),
        route.get(RouteOptions.TO).get(RouteOptions.TOPIC_NAME).contains(placeholder),
        dead.contains(placeholder),
        queues ? null : sources.ownQueues(rabbit, route.get(RouteOptions.ID)),
        name -> build(route, sources.member(route, name), file));
  }

  private RouteConfig build(Values route, Member member, String file) {
    Values body = route.find(RouteOptions.BODY);
    List<RouteConfig.KeyRule> key = route.find(RouteOptions.KEY);
    List<RouteConfig.Step> steps = route.find(RouteOptions.STEPS);
    return new RouteConfig(
        member.id(),
        member.from(),
        to(route.get(RouteOptions.TO), member),
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
        deadLetter(route, member),
        route.get(RouteOptions.DELIVERY),
        header(route.find(RouteOptions.IDENTITY)),
        route.get(RouteOptions.READERS),
        steps == null ? List.of() : steps,
        file);
  }

  private static @Nullable String header(@Nullable String rule) {
    return rule == null ? null : rule.substring("header:".length());
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

  /** With placeholders as they are. Null while the topic is not known either. */
  static @Nullable String deadTopic(Values route) {
    Values dead = route.find(RouteOptions.DEAD_LETTER);
    String written = dead == null ? null : dead.find(RouteOptions.DEAD_TOPIC);
    Values to = route.find(RouteOptions.TO);
    String topic = to == null ? null : to.find(RouteOptions.TOPIC_NAME);
    return written != null || topic == null ? written : base(topic) + ".dead";
  }

  /** What all topics of the template begin with, for a dead-letter topic beside them. */
  private static String base(String template) {
    int made = template.indexOf(RouteConfig.To.ROUTING_KEY);
    return made < 0 ? template : template.substring(0, made).replaceFirst("[._-]+$", "");
  }

  private static RouteConfig.To to(Values to, Member member) {
    return new RouteConfig.To(
        member.topic(to.get(RouteOptions.TOPIC_NAME)),
        to.find(RouteOptions.PARTITIONS),
        to.find(RouteOptions.REPLICATION),
        to.find(RouteOptions.TOPIC_RETENTION),
        to.find(RouteOptions.RETENTION_BYTES),
        to.get(RouteOptions.COMPACT),
        texts(to.find(RouteOptions.TOPIC_CONFIG)),
        to.get(RouteOptions.TOPICS) == RouteOptions.Topics.CREATE,
        to.get(RouteOptions.MAX_TOPICS));
  }

  private static RouteConfig.DeadLetter deadLetter(Values route, Member member) {
    Values dead = route.find(RouteOptions.DEAD_LETTER);
    if (dead == null) {
      dead = Values.NONE;
    }
    return new RouteConfig.DeadLetter(
        member.topic(Objects.requireNonNull(deadTopic(route), "a topic that was checked")),
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
}
