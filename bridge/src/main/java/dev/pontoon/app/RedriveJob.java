package dev.pontoon.app;

import dev.pontoon.claim.ClaimStore;
import dev.pontoon.config.BridgeConfig;
import dev.pontoon.config.Connection;
import dev.pontoon.config.From;
import dev.pontoon.config.RouteConfig;
import dev.pontoon.deadletter.DeadLetters;
import dev.pontoon.deadletter.LetterClaims;
import dev.pontoon.deadletter.Letters;
import dev.pontoon.deadletter.Redrive;
import dev.pontoon.deadletter.RedriveLog;
import dev.pontoon.deadletter.RedriveProgress;
import dev.pontoon.deadletter.RedriveTarget;
import dev.pontoon.deadletter.ToQueue;
import dev.pontoon.deadletter.ToRoute;
import dev.pontoon.kafka.DeadLetterStore;
import dev.pontoon.kafka.KafkaSettings;
import dev.pontoon.kafka.MadeTopics;
import dev.pontoon.kafka.Topics;
import dev.pontoon.mapping.KeyExpressions;
import dev.pontoon.mapping.Mapper;
import dev.pontoon.mapping.RouteMapper;
import dev.pontoon.mapping.TopicChooser;
import dev.pontoon.message.Origin;
import dev.pontoon.route.StepRun;
import dev.pontoon.source.LegacyPublisher;
import dev.pontoon.source.Workers;
import dev.pontoon.source.jms.JmsPublisher;
import dev.pontoon.source.rabbitmq.RabbitPublisher;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Everything that one redrive needs: opened here, closed here in the opposite order. */
final class RedriveJob implements AutoCloseable {
  private final RouteConfig route;
  private final BridgeConfig bridge;
  private final Mode mode;
  private final Set<String> taken;
  private final Origin origin;
  private final Clock clock = Clock.systemUTC();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Workers workers;
  private final Topics topics;
  private final RedriveLog log;
  private final RedriveProgress progress;
  private final LetterClaims claims;
  private @Nullable StepRun steps;
  private final RedriveTarget target;
  private final Letters letters;

  /**
   * @param queue back to the legacy queue, else through the route
   * @param dry writes nothing
   */
  record Mode(boolean queue, boolean dry) {}

  /** The route has no dead-letter topic: others may have theirs. */
  static final class NoTopicException extends Exception {
    private NoTopicException(String message) {
      super(message);
    }
  }

  /**
   * Connects to whatever is needed, and becomes the only redrive of the route's dead-letter topic.
   *
   * @param taken topics that no message may reach by its routing key
   * @throws NoTopicException when there is nothing to redrive from
   * @throws Exception when that can't be done; the message says what to do
   */
  RedriveJob(
      BridgeConfig bridge,
      RouteConfig route,
      Set<String> taken,
      Mode mode,
      Redrive.Watcher watcher,
      Consumer<String> notes)
      throws Exception {
    this.bridge = bridge;
    this.route = route;
    this.taken = taken;
    this.mode = mode;
    this.origin = Origins.of(route);
    try {
      KafkaSettings settings = new KafkaSettings(bridge);
      this.workers = opened(new Workers());
      this.topics = opened(new Topics(settings, workers.timer(), workers.pool()));
      DeadLetterStore store = store(settings);
      this.log = opened(mode.dry() ? store.dryLog() : store.log());
      this.progress = new RedriveProgress(log.takeOver());
      doubts(notes);
      ClaimStore claimStore = Claims.open(bridge);
      if (claimStore != null) {
        open.push(claimStore);
      }
      this.claims = new LetterClaims(claimStore, mode.dry());
      this.target = mode.queue() ? toQueue(watcher) : toRoute(watcher);
      this.letters = opened(store.letters());
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  /** Why this route has no way back to its source; null where it has one. */
  static @Nullable String noWayBack(RouteConfig route) {
    if (route.from() instanceof From.JmsTopic topic) {
      return "route "
          + route.id()
          + " reads the JMS topic "
          + topic.topic()
          + ": publishing there would reach all its subscribers again; use --to route";
    } else if (route.from() instanceof From.RabbitStream stream) {
      return "route "
          + route.id()
          + " reads the stream "
          + stream.stream()
          + ": what is written there reaches all its readers again; use --to route";
    } else if (route.from() instanceof From.Camel) {
      return "route "
          + route.id()
          + " reads a Camel endpoint, which has no way back;"
          + " use --to route";
    }
    return null;
  }

  Redrive redrive(Redrive.Plan plan, Redrive.Pace pace, Redrive.Watcher watcher) {
    return new Redrive(plan, progress, target, claims, pace, watcher);
  }

  /** The letters that were there at the start. */
  Letters letters() {
    return letters;
  }

  /** In a dry run: what the route's steps would have sent, each address once. */
  List<String> told() {
    return steps == null ? List.of() : steps.told();
  }

  private <T extends AutoCloseable> T opened(T resource) {
    open.push(resource);
    return resource;
  }

  private DeadLetterStore store(KafkaSettings settings) throws Exception {
    return DeadLetterStore.find(settings, topics, bridge.name(), route.deadLetter().topic())
        .orElseThrow(() -> new NoTopicException(DeadLettersCommand.noTopic(route)));
  }

  private void doubts(Consumer<String> notes) {
    long count = progress.doubtful();
    if (count > 0) {
      notes.accept(
          count
              + " dead letters were on their way to the queue when the last redrive ended; those of"
              + " them that had arrived arrive a second time, with the same message ids where the"
              + " broker keeps ids");
    }
  }

  private RedriveTarget toQueue(Redrive.Watcher watcher) throws Exception {
    LegacyPublisher publisher = opened(publisher());
    return new ToQueue(
        origin, mode.dry() ? messages -> Map.of() : publisher::publish, log, progress, watcher);
  }

  private LegacyPublisher publisher() throws Exception {
    From from = route.from();
    Connection connection = bridge.connections().get(from.connection());
    if (connection instanceof Connection.Rabbit rabbit) {
      return RabbitPublisher.open(rabbit, from, workers);
    } else if (connection instanceof Connection.Jms jms && from instanceof From.JmsQueue queue) {
      return JmsPublisher.open(jms, queue, workers, clock);
    }
    throw new IllegalArgumentException(noWayBack(route));
  }

  private RedriveTarget toRoute(Redrive.Watcher watcher) throws Exception {
    if (!mode.dry()) {
      topics.prepare(route);
    } else if (!route.to().isMade()) {
      var unused = topics.find(route.to().name());
    }
    StepRun run =
        opened(new StepRun(route, mode.dry() ? StepRun.Sending.TOLD : StepRun.Sending.REAL));
    this.steps = run;
    Mapper mapper = mapper(run.keys());
    DeadLetters deadLetters =
        new DeadLetters(route, origin, () -> topics.limits(route.deadLetter().topic()), clock);
    boolean parks = route.onRefusal() == RouteConfig.OnRefusal.PARK_KEY;
    return new ToRoute(
        origin,
        new ToRoute.Way(run::run, mapper, deadLetters, parks, claims),
        log,
        progress,
        watcher);
  }

  private Mapper mapper(KeyExpressions keys) {
    TopicChooser chooser = new TopicChooser(route.to(), taken);
    RouteMapper mapper =
        new RouteMapper(route, origin, chooser, topics::limits, clock, keys, () -> {});
    if (mode.dry() || !route.to().isMade()) {
      return mapper;
    }
    MadeTopics made = new MadeTopics(route, topics, chooser, clock);
    return message -> {
      String trouble = made.trouble(message);
      if (trouble != null) {
        throw new IllegalStateException(trouble);
      }
      return mapper.map(message);
    };
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        LoggerFactory.getLogger(RedriveJob.class).atDebug().setCause(e).log("not closed cleanly");
      }
    }
  }
}
