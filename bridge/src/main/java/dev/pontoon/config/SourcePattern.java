package dev.pontoon.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a route file with patterns makes of a name that its broker has: the same route that the name
 * would be in a list.
 */
public final class SourcePattern {
  /** What its names are names of. */
  public enum Kind {
    EXCHANGE,
    QUEUE
  }

  /**
   * What the broker has.
   *
   * @param type of an exchange or queue, such as {@code topic} or {@code quorum}
   * @param feeders exchanges that are bound to this exchange
   */
  public record Found(String name, String type, Set<String> feeders) {
    /** What nothing is bound to. */
    public Found(String name, String type) {
      this(name, type, Set.of());
    }
  }

  private final String id;
  private final String file;
  private final String connection;
  private final Kind kind;
  private final List<NamePattern> patterns;
  private final int most;
  private final boolean ownTopic;
  private final boolean ownDeadLetters;
  private final @Nullable Pattern ownQueues;
  private final Function<String, RouteConfig> routes;

  /**
   * @param most names that may get a route
   * @param ownTopic whether the topic's name is made from the source's
   * @param ownDeadLetters the same of the dead-letter topic
   * @param ownQueues the queues that it makes, with the exchange's name as a group where the file
   *     says how they are called; null where it makes none
   * @param routes the route for a name
   */
  SourcePattern(
      String id,
      String file,
      String connection,
      Kind kind,
      List<NamePattern> patterns,
      int most,
      boolean ownTopic,
      boolean ownDeadLetters,
      @Nullable Pattern ownQueues,
      Function<String, RouteConfig> routes) {
    this.id = id;
    this.file = file;
    this.connection = connection;
    this.kind = kind;
    this.patterns = List.copyOf(patterns);
    this.most = most;
    this.ownTopic = ownTopic;
    this.ownDeadLetters = ownDeadLetters;
    this.ownQueues = ownQueues;
    this.routes = routes;
  }

  /** The file's id, which no route has. */
  public String id() {
    return id;
  }

  /** Path of the file, for messages. */
  public String file() {
    return file;
  }

  /** Name of the connection whose broker is asked for names. */
  public String connection() {
    return connection;
  }

  public Kind kind() {
    return kind;
  }

  /** How many names may get a route. */
  public int most() {
    return most;
  }

  boolean ownTopic() {
    return ownTopic;
  }

  boolean ownDeadLetters() {
    return ownDeadLetters;
  }

  /** Whether one of the patterns stands for it. */
  public boolean matches(String name) {
    return patterns.stream().anyMatch(pattern -> pattern.matches(name));
  }

  /** The topics that all its routes share. */
  public List<String> sharedTopics() {
    RouteConfig shape = route(example());
    List<String> shared = new ArrayList<>();
    if (!ownTopic) {
      shared.add(shape.to().name());
    }
    if (!ownDeadLetters) {
      shared.add(shape.deadLetter().topic());
    }
    return shared;
  }

  /** Whether Pontoon makes a queue of this name for an exchange that matches. */
  boolean ownsQueue(String queue) {
    Matcher own = ownQueues == null ? null : ownQueues.matcher(queue);
    return own != null && own.matches() && (own.groupCount() == 0 || matches(own.group(1)));
  }

  /** The route of this source, whether there is such a source or not. */
  public RouteConfig route(String name) {
    return routes.apply(name);
  }

  /** A name that matches, for where no broker is asked. */
  public String example() {
    return patterns.get(0).example();
  }

  /** As in the file: {@code shop.*, legacy.#}. */
  public String text() {
    return String.join(", ", patterns.stream().map(NamePattern::text).toList());
  }
}
