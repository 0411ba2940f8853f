package dev.pontoon.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.config.RouteConfig;
import dev.pontoon.config.RouteConfig.OnRefusal;
import dev.pontoon.deadletter.DeadLetters;
import dev.pontoon.mapping.Route;
import dev.pontoon.mapping.TopicLimits;
import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Origin;
import dev.pontoon.message.OutboundRecord;
import dev.pontoon.message.Outcome;
import dev.pontoon.message.Property;
import dev.pontoon.message.Refusal;
import dev.pontoon.observe.RouteMetrics;
import dev.pontoon.observe.RouteStatus;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A lane with a fake sink and a fake source; the body "bad…" is refused by the mapper. */
final class LaneRig implements AutoCloseable {
  static final Lane.Router STRAIGHT = inFlight -> inFlight.forward(inFlight.message());

  final FakeSink sink = new FakeSink();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final RouteMetrics metrics = new RouteMetrics(registry, "orders");
  final RouteStatus status = new RouteStatus("orders", Clock.systemUTC());
  final ByteBudget budget = new ByteBudget(1 << 20);
  final ExecutorService workers = Executors.newCachedThreadPool();
  final AtomicBoolean rejecting = new AtomicBoolean();
  volatile TopicGate gate = TopicGate.OPEN;
  final LaneParts parts;
  final AtLeastOnceLane lane;
  private final List<Blocked<?>> blocked = new ArrayList<>();

  /** Keys of dead letters that nobody has brought back. */
  final List<String> openLetters = new CopyOnWriteArrayList<>();

  LaneRig(int maxInFlight, OnRefusal onRefusal) {
    this(maxInFlight, onRefusal, TopicLimits.DEFAULT);
  }

  LaneRig(int maxInFlight, OnRefusal onRefusal, TopicLimits dead) {
    this(maxInFlight, onRefusal, dead, new Route().config());
  }

  LaneRig(int maxInFlight, OnRefusal onRefusal, RouteConfig config) {
    this(maxInFlight, onRefusal, TopicLimits.DEFAULT, config);
  }

  private LaneRig(int maxInFlight, OnRefusal onRefusal, TopicLimits dead, RouteConfig config) {
    DeadLetters letters = new DeadLetters(config, Route.ORIGIN, () -> dead, Route.clock());
    parts =
        new LaneParts(
            "orders",
            message -> gate.trouble(message),
            LaneRig::map,
            letters,
            onRefusal,
            this::openLetters,
            RouteConfig.Oversize.DEAD_LETTER,
            null,
            null,
            maxInFlight,
            budget.share(),
            metrics,
            status,
            this::run);
    lane = new AtLeastOnceLane(parts, sink, new IdAllowance());
  }

  /** One session with what it acknowledged. */
  final class Opened {
    final List<Long> acknowledged = new CopyOnWriteArrayList<>();
    final CompletableFuture<Void> failed = new CompletableFuture<>();
    volatile boolean broken;
    final Lane.Session session;

    Opened(Lane.AckMode mode) throws InterruptedException {
      session = lane.open(this::acknowledge, mode);
      session.onFailure(() -> failed.complete(null));
    }

    private void acknowledge(long sequence) {
      if (broken) {
        throw new IllegalStateException("connection lost");
      }
      acknowledged.add(sequence);
    }

    long last() {
      return acknowledged.isEmpty() ? 0 : acknowledged.get(acknowledged.size() - 1);
    }

    void take(String... bodies) throws InterruptedException {
      for (String body : bodies) {
        metrics.read.increment();
        assertThat(session.take(message(body, body, false), STRAIGHT)).isTrue();
      }
    }

    /** Takes on a thread of its own, for what blocks. */
    Blocked<Boolean> taking(LegacyMessage message, Lane.Router router) {
      metrics.read.increment();
      return later(() -> counted(message, router));
    }

    /** As the source does it. */
    boolean counted(LegacyMessage message, Lane.Router router) throws InterruptedException {
      boolean taken = session.take(message, router);
      if (!taken) {
        metrics.givenBack.increment();
      }
      return taken;
    }
  }

  private void run(Runnable task) {
    if (rejecting.get()) {
      throw new RejectedExecutionException("by the test");
    }
    workers.execute(task);
  }

  private void openLetters(Consumer<byte[]> keys) {
    openLetters.forEach(key -> keys.accept(key.getBytes(StandardCharsets.UTF_8)));
  }

  Opened open() throws InterruptedException {
    return new Opened(Lane.AckMode.ASYNC);
  }

  Opened openOnSettle() throws InterruptedException {
    return new Opened(Lane.AckMode.ON_SETTLE);
  }

  /** Runs it on a thread of its own. */
  <T> Blocked<T> later(Callable<T> call) {
    Blocked<T> result = Blocked.calling(call);
    blocked.add(result);
    return result;
  }

  /** Interrupts the newest thread of {@link #later}. */
  void interruptLast() {
    blocked.get(blocked.size() - 1).interrupt();
  }

  /** read = mirrored + dead-lettered + filtered + skipped + given back, when nothing is left. */
  void ledgerCloses() {
    double settled =
        metrics.mirrored.count()
            + metrics.deadLettered.count()
            + metrics.filtered.count()
            + metrics.duplicatesSkipped.count();
    assertThat(settled + metrics.givenBack.count())
        .as(
            "mirrored %s dead %s filtered %s skipped %s given back %s",
            metrics.mirrored.count(),
            metrics.deadLettered.count(),
            metrics.filtered.count(),
            metrics.duplicatesSkipped.count(),
            metrics.givenBack.count())
        .isEqualTo(metrics.read.count());
    assertThat(budget.used()).isZero();
  }

  static LegacyMessage message(String id, String body, boolean redelivered) {
    return message(Route.ORIGIN, id, body, redelivered);
  }

  static LegacyMessage message(Origin origin, String id, String body, boolean redelivered) {
    Map<Property, Object> properties = new EnumMap<>(Property.class);
    if (id != null) {
      properties.put(Property.MESSAGE_ID, id);
    }
    Body bytes = new Body.Bytes(body.getBytes(StandardCharsets.UTF_8));
    return new LegacyMessage(origin, properties, Map.of(), bytes, redelivered);
  }

  /** The key is what stands before a colon in the body. */
  static Outcome map(LegacyMessage message) {
    byte[] value = ((Body.Bytes) message.body()).bytes();
    String text = new String(value, StandardCharsets.UTF_8);
    int colon = text.indexOf(':');
    byte[] key = colon < 0 ? null : text.substring(0, colon).getBytes(StandardCharsets.UTF_8);
    if (text.contains("fails")) {
      throw new IllegalArgumentException("not foreseen");
    }
    if (text.contains("bad")) {
      return new Refusal(Refusal.Reason.BODY_MALFORMED, "the test says so", key);
    }
    return new OutboundRecord("orders.v1", key, value, 0, List.of());
  }

  @Override
  public void close() throws InterruptedException {
    blocked.forEach(Blocked::interrupt);
    workers.shutdownNow();
    assertThat(workers.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
  }
}
