package dev.pontoon.demo;

import dev.pontoon.app.StopRequest;
import dev.pontoon.config.RouteConfig;
import dev.pontoon.demo.scenario.Comparison;
import dev.pontoon.rig.Await;
import dev.pontoon.rig.WorkFolder;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** One run of the demo, from the first broker's start to the verdict. */
final class Tour {
  private static final String ORDERS = "orders";
  private static final String PAYMENTS = "payments";
  private static final Duration REDRAW = Duration.ofMillis(250);
  private static final Duration LINE = Duration.ofSeconds(1);
  private static final Duration ARRIVAL = Duration.ofSeconds(30);

  private final Screen screen;
  private final StopRequest stop;
  private final RabbitChoice rabbit;
  private final int rate;
  private final int seconds;
  private final Path routes;
  private final Clock clock;
  private final Ledger orders;
  private final Ledger payments;

  Tour(
      Screen screen,
      StopRequest stop,
      RabbitChoice rabbit,
      int rate,
      int seconds,
      Path routes,
      Clock clock) {
    this.screen = screen;
    this.stop = stop;
    this.rabbit = rabbit;
    this.rate = rate;
    this.seconds = seconds;
    this.routes = routes;
    this.clock = clock;
    String run = Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX);
    this.orders = new Ledger(ORDERS, run);
    this.payments = new Ledger(PAYMENTS, run);
  }

  /**
   * @throws CannotStartException when something that it needs is missing
   */
  Verdict run() throws Exception {
    screen.print(List.of("", "Pontoon demo: starting Kafka, ActiveMQ, RabbitMQ and Pontoon ..."));
    try (WorkFolder folder = WorkFolder.of(null, "demo");
        DemoBrokers brokers = DemoBrokers.start(rabbit);
        LegacyShop shop = new LegacyShop(brokers, orders, payments, clock);
        Scenarios scenarios = new Scenarios(brokers, screen);
        DemoBridge bridge = DemoBridge.start(brokers, routes, folder)) {
      bridge.awaitReady(List.of(ORDERS, PAYMENTS));
      screen.print(Welcome.lines(brokers, bridge.http()));
      Verdict verdict = play(brokers, shop, scenarios, bridge);
      screen.print(List.of("", "ending the brokers ..."));
      return verdict;
    }
  }

  private Verdict play(DemoBrokers brokers, LegacyShop shop, Scenarios scenarios, DemoBridge bridge)
      throws Exception {
    RouteConfig first = bridge.route(ORDERS);
    RouteConfig second = bridge.route(PAYMENTS);
    try (TopicReader reader =
        new TopicReader(brokers.kafka().bootstrap(), sources(first, second), clock)) {
      View view = new View(shop, bridge, reader, first, second);
      shop.open(rate);
      scenarios.start();
      watch(view, scenarios);
      shop.shut();
      awaitArrival(shop);
      bridge.close();
      bridge.forget(brokers.amqp());
      reader.finish();
      List<Row> rows = view.rows();
      List<Comparison> comparisons = scenarios.played();
      screen.clear();
      screen.print(Scoreboard.result(rows));
      screen.print(List.of("", "  " + firstRecord(reader)));
      List<String> failures =
          Stream.of(shop.failure(), reader.failure(), scenarios.failure())
              .filter(Objects::nonNull)
              .toList();
      return Verdict.of(rows, comparisons, failures);
    }
  }

  private static String firstRecord(TopicReader reader) {
    Instant first = reader.firstFound();
    if (first == null) {
      return "no record was read";
    }
    long started = ManagementFactory.getRuntimeMXBean().getStartTime();
    return String.format(
        Locale.ROOT,
        "The first record was read %.1f s after the start of this JVM.",
        (first.toEpochMilli() - started) / 1e3);
  }

  private List<TopicReader.Source> sources(RouteConfig first, RouteConfig second) {
    List<TopicReader.Source> sources = new ArrayList<>();
    sources.add(new TopicReader.Source(first.to().name(), false, orders));
    sources.add(new TopicReader.Source(first.deadLetter().topic(), true, orders));
    sources.add(new TopicReader.Source(second.to().name(), false, payments));
    sources.add(new TopicReader.Source(second.deadLetter().topic(), true, payments));
    return sources;
  }

  /** Shows what happens until the time is over, or the user wants to end. */
  private void watch(View view, Scenarios scenarios) throws InterruptedException {
    long start = System.nanoTime();
    while (true) {
      long second = Duration.ofNanos(System.nanoTime() - start).toSeconds();
      boolean over = stop.isAsked() || (seconds > 0 && second >= seconds);
      screen.live(
          screen.canChange()
              ? Scoreboard.live(view.rows(), time(second))
              : Scoreboard.plain(view.rows(), second));
      if (over) {
        scenarios.await();
        return;
      }
      stop.await(screen.canChange() ? REDRAW : LINE);
    }
  }

  private String time(long second) {
    return seconds == 0
        ? second + " s; Ctrl-C ends it"
        : second + " of " + seconds + " s; Ctrl-C ends it early";
  }

  /** What has been published needs a moment to be seen in Kafka; what never comes is lost. */
  private void awaitArrival(LegacyShop shop) {
    try {
      Await.until("all records", ARRIVAL, () -> missing(shop) == 0);
    } catch (IllegalStateException expected) {
      // The verdict tells how many.
    }
  }

  private int missing(LegacyShop shop) {
    int warehouse = Math.max(0, orders.count().published() - shop.warehouseReceived());
    return orders.count().lost() + payments.count().lost() + warehouse;
  }

  /** The numbers of the two routes, from all who know them. */
  private final class View {
    private final LegacyShop shop;
    private final DemoBridge bridge;
    private final TopicReader reader;
    private final RouteConfig first;
    private final RouteConfig second;

    View(
        LegacyShop shop,
        DemoBridge bridge,
        TopicReader reader,
        RouteConfig first,
        RouteConfig second) {
      this.shop = shop;
      this.bridge = bridge;
      this.reader = reader;
      this.first = first;
      this.second = second;
    }

    List<Row> rows() {
      return List.of(
          row(first, "exchange " + OrderPublisher.EXCHANGE, orders, shop.warehouseReceived()),
          row(second, "queue " + PaymentPublisher.QUEUE, payments, -1));
    }

    private Row row(RouteConfig route, String from, Ledger ledger, int legacyReader) {
      return new Row(
          route.id(),
          from,
          route.to().name(),
          ledger.count(),
          legacyReader,
          bridge.inFlight(route.id()),
          reader.lag(route.to().name()));
    }
  }
}
