package dev.pontoon.it;

import dev.pontoon.it.JmsSite.Client;
import dev.pontoon.rig.fault.Seed;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As {@link FuzzIT}, from JMS brokers: what ActiveMQ's, Artemis's and Qpid's clients can send. */
class JmsFuzzIT {
  @TempDir Path folder;

  private static Map<String, String> routes(Client client) {
    Map<String, String> routes = new LinkedHashMap<>();
    String plain = client + "-plain";
    routes.put(
        plain,
        JmsSite.route(client, plain)
            .replace("key: group-id", "key: [header:k, group-id, json:/id, xpath:/id]"));
    String events = client + "-events";
    routes.put(
        events,
        JmsSite.route(client, events, "envelope: cloudevents-structured", "otherwise: none"));
    if (client != Client.AMQP) {
      String once = client + "-once";
      routes.put(
          once, JmsSite.route(client, once, "delivery: effectively-once", "otherwise: none"));
    }
    return routes;
  }

  @Test
  void everyMessageArrivesOnceAsItWasAndNoLogLineIsBroken() throws Exception {
    long seed = Seed.printed("everyMessageArrivesOnceAsItWasAndNoLogLineIsBroken");
    FuzzLedger ledger = new FuzzLedger(FuzzIT.COUNT, JmsFuzz::foreign);
    Map<String, String> routes = new LinkedHashMap<>();
    Arrays.stream(Client.values()).forEach(client -> routes.putAll(routes(client)));
    try (JmsSite site = JmsSite.started();
        LogWatch log = LogWatch.started()) {
      long start = System.nanoTime();
      FuzzCounts counts;
      try (var bridge =
          YamlBridge.started(folder, site.config(), routes.values().toArray(String[]::new))) {
        Map<String, Long> sent = new LinkedHashMap<>();
        for (Client client : Client.values()) {
          publish(site, client, ledger, seed, sent);
        }
        counts = FuzzCounts.awaited(bridge, sent);
        for (Client client : Client.values()) {
          routes(client).keySet().forEach(queue -> site.awaitEmpty(client, queue));
        }
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      counts.assertInKafka(site.kafka(), routes.keySet(), ledger);
      log.assertNoneBroken();
      System.out.printf(
          Locale.ROOT,
          "fuzz: seed %d, JMS, messages %d, %s, log lines %d, %.1f s%n",
          seed,
          FuzzIT.COUNT,
          counts,
          log.lines(),
          seconds);
    }
  }

  private static ConnectionFactory factory(JmsSite site, Client client) {
    return client == Client.AMQP
        ? new JmsConnectionFactory(
            "amqp://127.0.0.1:" + site.artemis().port() + "?jms.validatePropertyNames=false")
        : site.broker(client).connectionFactory();
  }

  /** The third of all that this client sends, to its queues in turn. */
  private static void publish(
      JmsSite site, Client client, FuzzLedger ledger, long seed, Map<String, Long> sent)
      throws JMSException {
    List<String> queues = List.copyOf(routes(client).keySet());
    try (Connection connection = factory(site, client).createConnection();
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(null)) {
      // ActiveMQ Classic's client itself makes U+FFFD of others in names and properties.
      boolean planes = client != Client.CLASSIC;
      JmsFuzz fuzz = new JmsFuzz(new Random(seed + client.ordinal()), planes, session);
      int clients = Client.values().length;
      for (int i = client.ordinal(); i < FuzzIT.COUNT; i += clients) {
        String queue = queues.get(i / clients % queues.size());
        JmsFuzz.Made made = fuzz.message(i);
        ledger.published(i, made.body(), made.headers());
        fuzz.send(producer, session.createQueue(queue), made.message());
        sent.merge(queue, 1L, Long::sum);
        if (i / clients % 200 == 199) {
          session.commit();
        }
      }
      session.commit();
    }
  }
}
