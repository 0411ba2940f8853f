package dev.pontoon.kafka;

import dev.pontoon.config.RouteConfig;
import dev.pontoon.delivery.TopicGate;
import dev.pontoon.mapping.TopicChooser;
import dev.pontoon.message.LegacyMessage;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.jspecify.annotations.Nullable;

/**
 * The topics of a route that makes their names from its messages: each is created as the route
 * plans it, and its limits are read, before its first record. A topic that Kafka will not have, and
 * one too many, is refused for a while: its messages become dead letters. Safe for all threads.
 */
public final class MadeTopics implements TopicGate {
  /** So long a refused topic stays refused before Kafka is asked again. */
  private static final Duration REFUSED = Duration.ofSeconds(30);

  private final RouteConfig route;
  private final Topics topics;
  private final TopicChooser chooser;
  private final Clock clock;
  private final Set<String> ready = ConcurrentHashMap.newKeySet();
  private volatile long refusedUntil = Long.MAX_VALUE;

  public MadeTopics(RouteConfig route, Topics topics, TopicChooser chooser, Clock clock) {
    this.route = route;
    this.topics = topics;
    this.chooser = chooser;
    this.clock = clock;
  }

  /**
   * All topics with a purpose of their own: those of the bridge's memory, dead letters, and what
   * route files name. No message may get there by its routing key.
   */
  public static Set<String> taken(String bridge, Collection<RouteConfig> routes) {
    Set<String> taken = new HashSet<>();
    taken.add(StateTopic.of(bridge));
    taken.add(RedriveTopic.of(bridge));
    taken.add(LeaseGroup.of(bridge));
    for (RouteConfig route : routes) {
      taken.add(route.deadLetter().topic());
      if (!route.to().isMade()) {
        taken.add(route.to().name());
      }
    }
    return taken;
  }

  @Override
  public @Nullable String trouble(LegacyMessage message) {
    if (clock.millis() > refusedUntil) {
      refusedUntil = Long.MAX_VALUE;
      chooser.forget();
    }
    TopicChooser.Choice choice = chooser.choose(message);
    return choice.refusal() != null || ready.contains(choice.topic())
        ? null
        : prepare(message, choice.topic());
  }

  private synchronized @Nullable String prepare(LegacyMessage message, String topic) {
    int most = route.to().maxTopics();
    if (ready.size() >= most && !ready.contains(topic)) {
      String number = "topic " + topic + " would be one more than to.max-topics: " + most;
      refuse(message, number + "; raise it, or leave out what does not belong here");
      return null;
    }
    try {
      topics.prepareMade(route, topic);
      ready.add(topic);
      return null;
    } catch (KafkaUnavailableException e) {
      if (!isFinal(e)) {
        return e.getMessage();
      }
      refuse(message, String.valueOf(e.getMessage()));
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted while topic " + topic + " was made ready";
    }
  }

  private void refuse(LegacyMessage message, String why) {
    chooser.refuse(message, why);
    if (refusedUntil == Long.MAX_VALUE) {
      refusedUntil = clock.millis() + REFUSED.toMillis();
    }
  }

  /**
   * Whether the topic can't be, or the route says that nothing is created. Missing rights and
   * settings that Kafka does not know are none of the message's business: they are waited for, as
   * everywhere.
   */
  private static boolean isFinal(KafkaUnavailableException failure) {
    Throwable cause = failure.getCause();
    return cause == null
        || cause instanceof InvalidTopicException
        || cause instanceof PolicyViolationException;
  }
}
