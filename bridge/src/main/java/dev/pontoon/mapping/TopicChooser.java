package dev.pontoon.mapping;

import dev.pontoon.config.RouteConfig;
import dev.pontoon.config.TopicNames;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.PrintableText;
import dev.pontoon.message.Property;
import dev.pontoon.message.Refusal;
import dev.pontoon.message.Refusal.Reason;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which topic each message of a route goes to: the same for all, or one that is made from the
 * message's routing key. Remembers what it made. Safe for all threads.
 */
public final class TopicChooser {
  /** Publishers choose routing keys: what is remembered of them must have an end. */
  private static final int REMEMBERED = 10_000;

  private final @Nullable Choice fixed;
  private final String before;
  private final String after;
  private final Set<String> taken;
  private final Map<String, Choice> choices = new ConcurrentHashMap<>();

  /**
   * @param topic the topic's name
   * @param refusal why no message may go there now; null when they may
   */
  public record Choice(String topic, @Nullable Refusal refusal) {}

  /**
   * @param taken topics that no message may reach by its routing key, such as those of dead
   *     letters; may grow, and is asked by all threads
   */
  public TopicChooser(RouteConfig.To to, Set<String> taken) {
    int at = to.name().indexOf(RouteConfig.To.ROUTING_KEY);
    this.fixed = at < 0 ? new Choice(to.name(), null) : null;
    this.before = at < 0 ? "" : to.name().substring(0, at);
    this.after = at < 0 ? "" : to.name().substring(at + RouteConfig.To.ROUTING_KEY.length());
    this.taken = taken;
  }

  /** The topic of this message, and whether it may go there. */
  public Choice choose(LegacyMessage message) {
    if (fixed != null) {
      return fixed;
    }
    String key = message.text(Property.ROUTING_KEY);
    String routingKey = key == null ? "" : key;
    Choice known = choices.get(routingKey);
    if (known == null || known.refusal() == null && taken.contains(known.topic())) {
      known = make(routingKey);
      remember(routingKey, known);
    }
    return known;
  }

  /** From now on messages with this one's routing key are refused, until {@link #forget}. */
  public void refuse(LegacyMessage message, String why) {
    String key = message.text(Property.ROUTING_KEY);
    Choice choice = choose(message);
    remember(key == null ? "" : key, new Choice(choice.topic(), invalid(why)));
  }

  /** Makes everything anew: what was refused may be allowed by now. */
  public void forget() {
    choices.clear();
  }

  private void remember(String routingKey, Choice choice) {
    if (choices.size() >= REMEMBERED) {
      choices.clear();
    }
    choices.put(routingKey, choice);
  }

  private Choice make(String routingKey) {
    String topic = before + TopicNames.part(routingKey) + after;
    String made = "routing key '" + PrintableText.of(routingKey, 100) + "' ";
    if (routingKey.isEmpty()) {
      return new Choice(topic, invalid("no routing key, and the topic is made from it"));
    } else if (!TopicNames.isLegal(topic)) {
      return new Choice(topic, invalid(made + "makes a topic name that Kafka does not take"));
    } else if (taken.contains(topic)) {
      return new Choice(topic, invalid(made + "makes " + topic + ", which has another purpose"));
    }
    return new Choice(topic, null);
  }

  private static Refusal invalid(String why) {
    return new Refusal(Reason.TOPIC_INVALID, why);
  }
}
