package dev.pontoon.source.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.pontoon.config.From;
import dev.pontoon.observe.RouteStatus;
import dev.pontoon.observe.RouteStatus.Notice;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Declares Pontoon's own queue, and a second one where the broker puts what it takes out of the
 * first before it was read: expired, too many, delivered too often. A queue that is there already
 * is used as it is; what differs from the route file is said with the command that mends it.
 *
 * <p>For one thread at a time.
 */
final class QueueDeclaration {
  private static final Logger LOG = LoggerFactory.getLogger(QueueDeclaration.class);

  /** Under which topic of the status it says what differs. */
  private static final String TOPIC = "own queue";

  private static final String DEAD_LETTER_EXCHANGE = "x-dead-letter-exchange";
  private static final String DEAD_LETTER_KEY = "x-dead-letter-routing-key";
  private static final String TYPE = "x-queue-type";
  private static final Pattern INEQUIVALENT = Pattern.compile("inequivalent arg '([^']+)'");

  private final From.RabbitExchange settings;
  private final RouteStatus status;
  private final String virtualHost;
  private final Management management;
  private boolean late;
  private boolean unlimited;

  /**
   * @param virtualHost where it is, for the command that mends it
   */
  QueueDeclaration(
      From.RabbitExchange settings, RouteStatus status, String virtualHost, Management management) {
    this.management = management;
    this.settings = settings;
    this.status = status;
    this.virtualHost = virtualHost;
  }

  /** Whether the second queue is there to be read. */
  boolean late() {
    return late;
  }

  /** Whether the broker keeps what it delivers again and again, as far as can be told. */
  boolean unlimited() {
    return unlimited;
  }

  void declare(Connection connection) throws IOException, InterruptedException {
    // Before 4.0 there is no limit of itself, and -1 means one delivery.
    boolean lifted = settings.queueType().equals("quorum") && QueueKind.since(connection, 4);
    Map<String, Object> limits = limits(lifted);
    unlimited = false;
    if (!QueueKind.isRabbit(connection)) {
      tell(differs(connection, settings.queue(), limits), "");
      return;
    }
    Map<String, Object> arguments = new LinkedHashMap<>(limits);
    arguments.put(DEAD_LETTER_EXCHANGE, "");
    arguments.put(DEAD_LETTER_KEY, settings.lateQueue());
    try {
      String differs = differs(connection, settings.queue(), arguments);
      // That it differs is its own affair: nobody else declares it, and the broker's policies
      // count.
      String unused = differs(connection, settings.lateQueue(), limits);
      late = true;
      boolean mended = !differs.isEmpty() && isMended(arguments);
      unlimited = lifted && (mended || differs.isEmpty());
      tell(mended ? "" : differs, command(differs, arguments));
    } catch (IOException e) {
      if (RabbitConsumer.code(e) != AMQP.ACCESS_REFUSED || !connection.isOpen()) {
        throw e;
      }
      late = false;
      String differs = differs(connection, settings.queue(), limits);
      unlimited = lifted && differs.isEmpty();
      tell(differs.isEmpty() ? withoutRight() : differs, "");
    }
  }

  /** Returns what the broker says of a queue that is there and different; else an empty text. */
  private static String differs(Connection connection, String queue, Map<String, Object> arguments)
      throws IOException {
    Channel channel = RabbitConsumer.channel(connection);
    try {
      channel.queueDeclare(queue, true, false, false, arguments);
    } catch (IOException e) {
      if (RabbitConsumer.code(e) != AMQP.PRECONDITION_FAILED || !connection.isOpen()) {
        throw e;
      }
      return RabbitConsumer.text(e);
    }
    channel.abort();
    return "";
  }

  private void tell(String differs, String command) {
    Notice notice = null;
    if (!differs.isEmpty()) {
      String what =
          differs.startsWith("PRECONDITION_FAILED")
              ? "the queue has other settings than the route file and is used as it is: " + differs
              : differs;
      notice = new Notice(what + hint(command), command);
    }
    if (status.notice(TOPIC, notice) && notice != null) {
      LOG.atWarn()
          .addKeyValue("route", status.route())
          .addKeyValue("queue", settings.queue())
          .addKeyValue("detail", notice.what())
          .addKeyValue("command", command)
          .log("the queue is not as it should be");
    }
  }

  private static String hint(String command) {
    return command.isEmpty()
        ? ""
        : ". Arguments of a queue can't be changed; a policy does the same (add what another policy"
            + " for this queue says already: only one counts). Or delete the queue while it is"
            + " empty: it is made anew";
  }

  private String withoutRight() {
    return "what expires in queue "
        + settings.queue()
        + " is lost: the user may not write to amq.default, or not declare "
        + settings.lateQueue()
        + ", where Pontoon would have it kept";
  }

  /** Whether policies say what the arguments of the queue do not. */
  private boolean isMended(Map<String, Object> arguments) throws InterruptedException {
    return management
        .policy(settings.queue())
        .map(
            policy ->
                arguments.entrySet().stream()
                    .filter(argument -> !argument.getKey().equals(TYPE))
                    .allMatch(
                        argument ->
                            policy.has(argument.getKey().substring(2))
                                && policy
                                    .path(argument.getKey().substring(2))
                                    .asText()
                                    .equals(String.valueOf(argument.getValue()))))
        .orElse(false);
  }

  /** A policy's words are those of the arguments without the x. */
  private String command(String differs, Map<String, Object> arguments) {
    Matcher named = INEQUIVALENT.matcher(differs);
    if (!named.find() || !arguments.containsKey(named.group(1)) || named.group(1).equals(TYPE)) {
      return "";
    }
    StringBuilder policy = new StringBuilder();
    arguments.forEach(
        (key, value) -> {
          if (!key.equals(TYPE)) {
            policy.append(policy.isEmpty() ? "" : ",").append('"').append(key.substring(2));
            policy.append("\":").append(value instanceof Long ? value : "\"" + value + "\"");
          }
        });
    return "rabbitmqctl set_policy -p '"
        + virtualHost
        + "' "
        + settings.queue()
        + " '^"
        + settings.queue().replace(".", "\\.")
        + "$' '{"
        + policy
        + "}' --apply-to queues";
  }

  private Map<String, Object> limits(boolean lifted) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    if (lifted) {
      arguments.put("x-delivery-limit", DeliveryLimit.NONE);
    }
    // Classic is the broker's default; other AMQP brokers refuse the argument.
    if (!settings.queueType().equals("classic")) {
      arguments.put(TYPE, settings.queueType());
    }
    put(arguments, "x-max-length", settings.maxLength());
    put(arguments, "x-max-length-bytes", settings.maxLengthBytes());
    put(arguments, "x-message-ttl", settings.messageTtlMs());
    put(arguments, "x-expires", settings.expiresMs());
    return arguments;
  }

  private static void put(Map<String, Object> to, String key, @Nullable Long value) {
    if (value != null) {
      to.put(key, value);
    }
  }
}
