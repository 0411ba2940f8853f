package dev.pontoon.source.rabbitmq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.pontoon.config.From;
import dev.pontoon.observe.RouteStatus;
import dev.pontoon.observe.RouteStatus.Notice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes bindings off Pontoon's own queue that the route file no longer has. Which there are, only
 * the management API tells; without it the one that a route has by default is taken off.
 */
final class OwnBindings {
  private static final Logger LOG = LoggerFactory.getLogger(OwnBindings.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOPIC = "bindings";

  /** What a file without {@code bind} has. */
  private static final From.Binding DEFAULT = new From.Binding("#", Map.of());

  private final From.RabbitExchange settings;
  private final RouteStatus status;
  private final Management management;

  OwnBindings(From.RabbitExchange settings, RouteStatus status, Management management) {
    this.settings = settings;
    this.status = status;
    this.management = management;
  }

  /** A binding that is there. */
  private record Found(String exchange, From.Binding binding) {}

  void unbindOthers(Connection connection) throws IOException, InterruptedException {
    if (!QueueKind.isRabbit(connection)) {
      return; // Others refuse to take off what is not there.
    }
    Optional<List<Found>> found =
        management.ask(
            api -> api.find("queues", settings.queue(), "bindings").map(OwnBindings::read));
    Set<String> wanted = new LinkedHashSet<>();
    settings.bindings().forEach(binding -> wanted.add(text(binding)));
    List<Found> there = found.orElse(List.of(new Found(settings.exchange(), DEFAULT)));
    List<String> foreign = new ArrayList<>();
    Channel channel = RabbitConsumer.channel(connection);
    for (Found one : there) {
      if (!one.exchange().equals(settings.exchange())) {
        foreign.add(one.exchange() + " with '" + one.binding().routingKey() + "'");
      } else if (!wanted.contains(text(one.binding()))) {
        channel.queueUnbind(
            settings.queue(),
            settings.exchange(),
            one.binding().routingKey(),
            one.binding().arguments());
        if (found.isPresent()) {
          LOG.atWarn()
              .addKeyValue("route", status.route())
              .addKeyValue("queue", settings.queue())
              .addKeyValue("binding", text(one.binding()))
              .log("unbound: the route file does not have this binding");
        }
      }
    }
    channel.abort();
    status.notice(TOPIC, foreign.isEmpty() ? null : notice(foreign));
  }

  private Notice notice(List<String> foreign) {
    return new Notice(
        "queue "
            + settings.queue()
            + " is bound to other exchanges than that of the route too, and what they send is"
            + " mirrored: "
            + String.join(", ", foreign)
            + ". Unbind them in RabbitMQ's management page, or give them routes of their own",
        "");
  }

  private static List<Found> read(JsonNode bindings) {
    List<Found> found = new ArrayList<>();
    for (JsonNode one : bindings) {
      String exchange = one.path("source").asText("");
      // The default exchange's is no binding, and can't be taken off.
      if (!exchange.isEmpty()) {
        Map<String, Object> arguments = new TreeMap<>();
        one.path("arguments")
            .properties()
            .forEach(
                it -> arguments.put(it.getKey(), JSON.convertValue(it.getValue(), Object.class)));
        found.add(
            new Found(exchange, new From.Binding(one.path("routing_key").asText(""), arguments)));
      }
    }
    return found;
  }

  /** The same for the same binding, be its numbers long or short. */
  private static String text(From.Binding binding) {
    return "'" + binding.routingKey() + "' " + new TreeMap<>(binding.arguments());
  }
}
