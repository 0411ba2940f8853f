package dev.pontoon.app;

import dev.pontoon.config.BridgeConfig;
import dev.pontoon.config.MatchedSources;
import dev.pontoon.config.MatchedSources.Unfit;
import dev.pontoon.config.RouteConfig;
import dev.pontoon.config.SourcePattern;
import dev.pontoon.config.SourcePattern.Found;
import dev.pontoon.config.SourcePattern.Kind;
import dev.pontoon.kafka.MadeTopics;
import dev.pontoon.message.PrintableText;
import dev.pontoon.observe.RouteStatus;
import dev.pontoon.observe.RouteStatus.Source;
import dev.pontoon.source.Causes;
import dev.pontoon.source.Workers;
import dev.pontoon.source.rabbitmq.BrokerNames;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the names that patterns match their routes: soon after the start, and again and again while
 * the bridge runs. A broker that can't be asked holds up nothing but its own new names.
 */
final class PatternRoutes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PatternRoutes.class);
  private static final Duration FIRST_DELAY = Duration.ofMillis(500);
  private static final int SHOWN = 5;
  private static final int LONGEST_NAME = 120;

  private final MatchedSources sources;
  private final Starter starter;
  private final Workers workers;
  private final Map<SourcePattern, RouteStatus> statuses = new LinkedHashMap<>();
  private final Map<SourcePattern, List<Unfit>> failed = new LinkedHashMap<>();
  private final List<Broker> brokers = new ArrayList<>();
  private boolean closed;

  /** Makes a route run. */
  interface Starter {
    void start(RouteConfig route) throws Exception;
  }

  /** Who is asked for the names of these patterns. */
  private record Broker(BrokerNames names, Duration lookAgain, List<SourcePattern> patterns) {}

  /**
   * @param routes those that the files name
   * @param inUse whether messages have made this topic already
   */
  PatternRoutes(
      BridgeConfig config,
      List<RouteConfig> routes,
      List<SourcePattern> patterns,
      Predicate<String> inUse,
      Starter starter,
      Workers workers) {
    this.sources =
        new MatchedSources(
            config.name(), routes, patterns, MadeTopics.taken(config.name(), List.of()), inUse);
    this.starter = starter;
    this.workers = workers;
    Map<String, List<SourcePattern>> byConnection = new LinkedHashMap<>();
    for (SourcePattern pattern : patterns) {
      statuses.put(pattern, new RouteStatus(pattern.id(), Clock.systemUTC()));
      byConnection.computeIfAbsent(pattern.connection(), c -> new ArrayList<>()).add(pattern);
    }
    byConnection.forEach((name, all) -> brokers.add(broker(config, name, all, workers)));
  }

  private static Broker broker(
      BridgeConfig config, String name, List<SourcePattern> patterns, Workers workers) {
    BrokerNames names = KnownRoutes.names(config, name, workers);
    return new Broker(names, names.lookAgain(), patterns);
  }

  /** One for each file with a pattern: whether its names are known and all have a route. */
  Map<SourcePattern, RouteStatus> statuses() {
    return Collections.unmodifiableMap(statuses);
  }

  /** Begins to ask; returns at once. */
  void start() {
    brokers.forEach(broker -> workers.run(() -> look(broker, FIRST_DELAY)));
  }

  /**
   * @param delay until the next try, if this one fails
   */
  private void look(Broker broker, Duration delay) {
    try {
      Map<Kind, List<Found>> found = new EnumMap<>(Kind.class);
      for (SourcePattern pattern : broker.patterns()) {
        if (!found.containsKey(pattern.kind())) {
          found.put(pattern.kind(), broker.names().all(pattern.kind()));
        }
      }
      again(broker, broker.lookAgain(), FIRST_DELAY, () -> take(broker, found));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      LOG.atDebug().setCause(e).log("names could not be looked up");
      String said = e.getMessage();
      String why = e instanceof IOException && said != null ? said : Causes.of(e);
      Duration doubled = delay.multipliedBy(2);
      Duration next = doubled.compareTo(broker.lookAgain()) > 0 ? broker.lookAgain() : doubled;
      again(broker, delay, next, () -> away(broker, why));
    }
  }

  private synchronized void again(Broker broker, Duration wait, Duration next, Runnable before) {
    if (!closed) {
      before.run();
      workers.runAfter(wait, () -> look(broker, next));
    }
  }

  private void away(Broker broker, String why) {
    for (SourcePattern pattern : broker.patterns()) {
      say(pattern, Source.CONNECTING, why + "; routes that run go on, and it is tried again");
    }
  }

  private void take(Broker broker, Map<Kind, List<Found>> found) {
    for (SourcePattern pattern : broker.patterns()) {
      List<Found> names = found.getOrDefault(pattern.kind(), List.of());
      MatchedSources.Choice choice = sources.choose(pattern, names, pattern.most());
      choice.fresh().forEach(route -> start(pattern, route));
      List<Unfit> unfit = new ArrayList<>(failed.getOrDefault(pattern, List.of()));
      unfit.addAll(choice.unfit());
      fed(pattern, choice.fed());
      say(pattern, Source.RUNNING, text(unfit));
    }
  }

  private void start(SourcePattern pattern, RouteConfig route) {
    String name = route.from().source();
    try {
      starter.start(route);
      LOG.atInfo()
          .addKeyValue("route", route.id())
          .addKeyValue("source", name)
          .addKeyValue("pattern", pattern.text())
          .log("the broker has a name that matches: route added");
    } catch (Exception e) {
      failed.computeIfAbsent(pattern, p -> new ArrayList<>()).add(new Unfit(name, Causes.of(e)));
    }
  }

  /** Good to know, and no trouble. */
  private void fed(SourcePattern pattern, List<Unfit> fed) {
    RouteStatus status = statuses.get(pattern);
    RouteStatus.Notice notice = fed.isEmpty() ? null : notice(fed);
    if (status != null && status.notice("fed", notice) && notice != null) {
      LOG.atInfo()
          .addKeyValue("pattern", pattern.text())
          .addKeyValue("detail", notice.what())
          .log("exchanges left out");
    }
  }

  private static RouteStatus.Notice notice(List<Unfit> fed) {
    List<String> first =
        fed.stream()
            .limit(SHOWN)
            .map(one -> "'" + shown(one.name()) + "' (" + one.why() + ")")
            .toList();
    int more = fed.size() - first.size();
    return new RouteStatus.Notice(
        "exchanges that others feed have no route, or each message would come several times: "
            + String.join(", ", first)
            + (more > 0 ? ", and " + more + " more" : "")
            + ". What is published to them directly is not mirrored; a route file that names one"
            + " mirrors it",
        "",
        false);
  }

  private static String text(List<Unfit> unfit) {
    if (unfit.isEmpty()) {
      return "";
    }
    int count = unfit.size();
    StringBuilder text = new StringBuilder();
    text.append(count).append(count == 1 ? " name that matches has" : " names that match have");
    text.append(" no route: ");
    unfit.stream()
        .limit(SHOWN)
        .forEach(
            one -> text.append('\'').append(shown(one.name())).append("' (" + one.why() + "), "));
    text.setLength(text.length() - 2);
    return count > SHOWN ? text + ", and " + (count - SHOWN) + " more" : text.toString();
  }

  /** Whoever may declare a queue chooses its name. */
  private static String shown(String name) {
    return PrintableText.of(name, LONGEST_NAME);
  }

  private void say(SourcePattern pattern, Source source, String detail) {
    RouteStatus status = statuses.get(pattern);
    if (status != null && status.source(source, detail)) {
      LOG.atLevel(detail.isEmpty() ? org.slf4j.event.Level.INFO : org.slf4j.event.Level.WARN)
          .addKeyValue("route", pattern.id())
          .addKeyValue("pattern", pattern.text())
          .addKeyValue("state", source)
          .addKeyValue("detail", detail)
          .log("pattern state changed");
    }
  }

  /** Adds no route from now on; returns when none is being added. */
  @Override
  public synchronized void close() {
    closed = true;
    statuses.values().forEach(status -> status.source(Source.STOPPED, ""));
  }
}
