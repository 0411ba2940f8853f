package dev.pontoon.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import dev.pontoon.message.Body;
import dev.pontoon.rig.fault.Seed;
import dev.pontoon.rig.rabbit.TestRabbit;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random messages through a whole bridge, with every kind of route: each arrives once, as a record
 * or a dead letter, with its body and its headers, and no log line is broken. 100,000 with {@code
 * -Pfaults}, or as many as {@code -Dpontoon.fuzz=} says.
 */
class FuzzIT {
  static final int COUNT =
      Integer.getInteger(
          "pontoon.fuzz", Boolean.getBoolean("pontoon.faults.long") ? 100_000 : 2_000);

  private static final List<String> ROUTES =
      List.of(
          route("plain", "key: [header:k, json:/id]"),
          route(
              "steps",
              "key: [header:k, json:/id]",
              "steps: [ { setHeader: { name: seen, constant: yes } } ]"),
          route(
              "xpath",
              "key: [xpath:/id, json:/id, property:correlation-id, routing-key]",
              "otherwise: none",
              "time: arrival"),
          route(
              "events",
              "key: [json:/id, property:type]",
              "otherwise: message-id",
              "envelope: cloudevents"),
          route(
              "structured",
              "key: [routing-key, json:/id]",
              "otherwise: none",
              "envelope: cloudevents-structured"),
          route(
              "once",
              "key: [header:orderId, message-id, xpath:/a/id]",
              "delivery: effectively-once",
              "tombstone: empty-body"));

  private static final Pattern UNSAFE =
      Pattern.compile("[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029\\u202a-\\u202e]");

  @TempDir Path folder;

  private static String route(String id, String... more) {
    return """
        id: %1$s
        from: { rabbitmq: { queue: %1$s } }
        to: { topic: %1$s.v1, partitions: 2 }
        %2$s
        """
        .formatted(id, String.join("\n", more));
  }

  private static String id(String route) {
    return route.substring("id: ".length(), route.indexOf('\n'));
  }

  @Test
  void everyMessageArrivesOnceAsItWasAndNoLogLineIsBroken() throws Exception {
    Assumptions.assumeTrue(
        TestRabbit.shared().isRealRabbit(), "the stand-in takes not every kind of field");
    long seed = Seed.printed("everyMessageArrivesOnceAsItWasAndNoLogLineIsBroken");
    FuzzLedger ledger = new FuzzLedger(COUNT, name -> name.equals("seen"));
    try (RabbitSite site = RabbitSite.started();
        LogWatch log = LogWatch.started()) {
      long start = System.nanoTime();
      Map<String, Long> sent;
      FuzzCounts counts;
      try (var bridge = YamlBridge.started(folder, site.config(), ROUTES.toArray(String[]::new))) {
        sent = site.rabbit(channel -> publish(channel, ledger, seed));
        counts = FuzzCounts.awaited(bridge, sent);
        for (String route : sent.keySet()) {
          assertThat(site.depth(route)).isZero();
        }
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      counts.assertInKafka(site.kafka(), sent.keySet(), ledger);
      commandsTakeTheirDeadLetters(site);
      log.assertNoneBroken();
      System.out.printf(
          Locale.ROOT,
          "fuzz: seed %d, RabbitMQ, messages %d, %s, log lines %d, %.1f s%n",
          seed,
          COUNT,
          counts,
          log.lines(),
          seconds);
    }
  }

  /** What is listed can't steer a terminal, and each could be brought back both ways. */
  private void commandsTakeTheirDeadLetters(RabbitSite site) throws Exception {
    String repaired = route("plain", "key: [header:k, json:/id]", "otherwise: none");
    Redriving redriving =
        new Redriving(folder.resolve("redrive"), site.kafka().bootstrap(), site.config(), repaired);
    List<String> lines =
        redriving.run("list", "--route", "plain", "--limit", COUNT + "").text().lines().toList();
    long letters = lines.stream().filter(line -> line.startsWith("plain  ")).count();
    assertThat(letters).isPositive();
    assertThat(lines)
        .allMatch(line -> !UNSAFE.matcher(line).find())
        .contains(letters + " dead letters, 0 of them redriven");
    for (String to : List.of("route", "queue")) {
      assertThat(redriving.run("redrive", "--route", "plain", "--to", to, "--dry-run").last())
          .startsWith("redrive: considered " + letters + ", ")
          .endsWith("left 0 (dry run: nothing was written)");
    }
  }

  /** Through an exchange for each queue, so that routing keys can be anything. */
  private static Map<String, Long> publish(Channel channel, FuzzLedger ledger, long seed)
      throws Exception {
    AmqpFuzz fuzz = new AmqpFuzz(new Random(seed));
    Map<String, Long> sent = new LinkedHashMap<>();
    for (String route : ROUTES) {
      String id = id(route);
      channel.queueDeclare(id, true, false, false, null);
      channel.exchangeDeclare(id, BuiltinExchangeType.FANOUT, true);
      channel.queueBind(id, id, "");
    }
    channel.confirmSelect();
    for (int i = 0; i < COUNT; i++) {
      String id = id(ROUTES.get(i % ROUTES.size()));
      AmqpFuzz.Sent message = fuzz.message(i);
      ledger.published(i, new Body.Bytes(message.body()), message.headers());
      channel.basicPublish(id, fuzz.routingKey(), message.properties(), message.body());
      sent.merge(id, 1L, Long::sum);
      if (i % 500 == 499) {
        channel.waitForConfirmsOrDie(120_000);
      }
    }
    channel.waitForConfirmsOrDie(120_000);
    return sent;
  }
}
