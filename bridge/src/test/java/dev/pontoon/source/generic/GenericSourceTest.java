package dev.pontoon.source.generic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.config.From;
import dev.pontoon.message.Property;
import dev.pontoon.observe.RouteStatus.Source;
import dev.pontoon.source.HeldSink;
import dev.pontoon.source.TestRoute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A generic source with components that need no broker. */
@Timeout(60)
class GenericSourceTest {
  private final HeldSink sink = new HeldSink();

  private TestRoute route(String uri, Duration stopTimeout) throws Exception {
    TestRoute route = new TestRoute(new From.Camel(uri), false, sink, stopTimeout);
    AtomicReference<GenericEndpoint> inner = new AtomicReference<>();
    route.start(
        runtime -> {
          inner.set(new GenericEndpoint(route.camel(), runtime));
          return inner.get();
        });
    route.camel().addRoutes(new OuterRoute("r", uri, inner.get()));
    return route;
  }

  private static CompletableFuture<Exchange> send(TestRoute route, Object body) {
    return route
        .camel()
        .createProducerTemplate()
        .asyncSend(
            "direct:in",
            exchange -> {
              exchange.setPattern(ExchangePattern.InOut);
              exchange.getMessage().setBody(body);
              exchange.getMessage().setHeaders(Map.of("colour", "red", "CamelX", "own"));
            });
  }

  @Test
  void anExchangeEndsWhenItsRecordIsConfirmed() throws Exception {
    sink.hold();
    try (TestRoute route = route("direct:in", Duration.ofSeconds(5))) {
      CompletableFuture<Exchange> sent = send(route, "hello");
      await().until(() -> sink.size() == 1);
      await().during(Duration.ofMillis(100)).until(() -> !sent.isDone());
      sink.release();
      Exchange done = sent.get();
      assertThat(done.getException()).isNull();
      assertThat(sink.values()).containsExactly("hello");
      assertThat(route.read().element().headers()).isEqualTo(Map.of("colour", "red"));
      await().until(() -> route.metrics().acknowledged.count() == 1);
    }
  }

  @Test
  void aStopBeforeTheConfirmationFailsTheExchange() throws Exception {
    sink.hold();
    TestRoute route = route("direct:in", Duration.ofMillis(200));
    try (route) {
      route.camel().getShutdownStrategy().setTimeout(1);
      CompletableFuture<Exchange> sent = send(route, "hello");
      await().until(() -> sink.size() == 1);
      route.camel().getRouteController().stopRoute("r");
      assertThat(sent.get().getException()).hasMessageContaining("before Kafka confirmed");
      assertThat(route.status().source()).isEqualTo(Source.STOPPED);
    }
  }

  @Test
  void aBodyThatIsNoBytesFailsTheExchange() throws Exception {
    try (TestRoute route = route("direct:in", Duration.ofSeconds(5))) {
      Exchange done = send(route, new Object()).get();
      assertThat(done.getException())
          .hasMessage("a body of java.lang.Object can't be turned into bytes");
      assertThat(sink.size()).isZero();
    }
  }

  @Test
  void filesAreMovedAwayAfterTheConfirmation(@TempDir Path inbox) throws Exception {
    write(inbox, "a.txt", "first");
    sink.hold();
    try (TestRoute route =
        route("file:" + inbox + "?initialDelay=0&delay=50", Duration.ofSeconds(5))) {
      await().until(() -> sink.size() == 1);
      assertThat(inbox.resolve("a.txt")).exists();
      sink.release();
      await().until(() -> Files.exists(inbox.resolve(".camel/a.txt")));
      assertThat(sink.values()).containsExactly("first");
      assertThat(route.read().element().property(Property.TIMESTAMP)).isNotNull();
    }
  }

  @Test
  void aTimerMakesEmptyMessages() throws Exception {
    try (TestRoute route =
        route("timer:t?period=20&delay=0&repeatCount=3", Duration.ofSeconds(5))) {
      await().until(() -> route.metrics().acknowledged.count() == 3);
      assertThat(sink.values()).containsExactly("", "", "");
    }
  }

  private static void write(Path folder, String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
