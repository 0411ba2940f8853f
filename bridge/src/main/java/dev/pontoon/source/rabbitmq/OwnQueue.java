package dev.pontoon.source.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Method;
import dev.pontoon.config.From;
import dev.pontoon.source.SourceRuntime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pontoon's own durable queue on an exchange of the user's, as long as the route lives. The
 * exchange is only looked up, never declared; the queue that is there already is used as it is.
 * Safe for all threads.
 */
final class OwnQueue {
  private static final Logger LOG = LoggerFactory.getLogger(OwnQueue.class);

  private final From.RabbitExchange settings;
  private final SourceRuntime runtime;

  /** Whether this process has bound it once: before, nobody can say what there was. */
  private boolean known;

  /** What was found deleted since it was bound last; empty if nothing was. */
  private String deleted = "";

  private final QueueDeclaration declaration;
  private final ExchangeType type;
  private final OwnBindings others;

  /**
   * @param virtualHost where it is, for commands that mend it
   */
  OwnQueue(
      From.RabbitExchange settings,
      SourceRuntime runtime,
      String virtualHost,
      Management management) {
    this.settings = settings;
    this.runtime = runtime;
    this.type = new ExchangeType(settings.exchange(), runtime.route().id());
    this.declaration = new QueueDeclaration(settings, runtime.status(), virtualHost, management);
    this.others = new OwnBindings(settings, runtime.status(), management);
  }

  /** Whether there is a second queue, for what the broker takes out of the first one. */
  boolean hasLateQueue() {
    return declaration.late();
  }

  String exchange() {
    return settings.exchange();
  }

  String route() {
    return runtime.route().id();
  }

  void prepare(Connection connection) throws IOException, InterruptedException {
    checkExchange(connection);
    if (!settings.dividing()) {
      type.refuseDividing(connection);
    }
    lookForQueue(connection);
    declaration.declare(connection);
  }

  /** Only for the reader: who stands by must not change what the reader gets. */
  void bind(Connection connection) throws IOException, InterruptedException {
    Channel channel = RabbitConsumer.channel(connection);
    for (Method binding : bindings()) {
      channel.rpc(binding);
    }
    channel.abort();
    // Afterwards: a message that old and new ones match must find one of them at each moment.
    others.unbindOthers(connection);
    bound();
  }

  /** Fails where the exchange is missing, and changes nothing. */
  Method lookUp() {
    return new AMQP.Exchange.Declare.Builder()
        .exchange(settings.exchange())
        .type("")
        .passive()
        .build();
  }

  /** Bind the queue; change nothing where it is bound already. */
  List<Method> bindings() {
    List<Method> calls = new ArrayList<>();
    for (From.Binding binding : settings.bindings()) {
      calls.add(
          new AMQP.Queue.Bind.Builder()
              .queue(settings.queue())
              .exchange(settings.exchange())
              .routingKey(binding.routingKey())
              .arguments(binding.arguments())
              .build());
    }
    return calls;
  }

  /** The exchange was found missing. */
  void exchangeIsGone() {
    gone("exchange " + settings.exchange());
  }

  private synchronized void gone(String what) {
    if (known && !deleted.contains(what)) {
      deleted = deleted.isEmpty() ? what : deleted + ", " + what;
    }
  }

  /** All bindings were there a moment ago. Says so if some had gone in the meantime. */
  synchronized void bound() {
    known = true;
    if (deleted.isEmpty()) {
      return;
    }
    runtime.metrics().gaps.increment();
    LOG.atWarn()
        .addKeyValue("route", route())
        .addKeyValue("queue", settings.queue())
        .addKeyValue("exchange", settings.exchange())
        .addKeyValue("deleted", deleted)
        .log("made again and bound again; what was published before this moment may be missing");
    deleted = "";
  }

  private void checkExchange(Connection connection) throws IOException {
    Channel channel = RabbitConsumer.channel(connection);
    try {
      channel.rpc(lookUp());
    } catch (IOException e) {
      if (RabbitConsumer.code(e) == AMQP.NOT_FOUND) {
        exchangeIsGone();
        throw new IOException(
            "exchange "
                + settings.exchange()
                + " does not exist; create it or correct from.rabbitmq.exchange; tried again until"
                + " it is there");
      }
      throw e;
    }
    channel.abort();
  }

  /** A queue that was deleted is made again without a word, and with it what it held is gone. */
  private void lookForQueue(Connection connection) throws IOException {
    synchronized (this) {
      if (!known) {
        return;
      }
    }
    Channel channel = RabbitConsumer.channel(connection);
    try {
      channel.queueDeclarePassive(settings.queue());
    } catch (IOException e) {
      if (!RabbitConsumer.isMissing(e)) {
        throw e;
      }
      gone("queue " + settings.queue());
      return;
    }
    channel.abort();
  }

  /** Whether the broker keeps what it delivers again and again. */
  boolean unlimited() {
    return declaration.unlimited();
  }
}
