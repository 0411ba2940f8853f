package dev.pontoon.source.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pontoon.config.Connection;
import dev.pontoon.config.Secret;
import dev.pontoon.config.SourcePattern.Found;
import dev.pontoon.config.SourcePattern.Kind;
import dev.pontoon.source.Workers;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the management API answers, rightly and wrongly. */
class BrokerNamesTest {
  private final Workers workers = new Workers();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch end = new CountDownLatch(1);
  private HttpServer server;

  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void end() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
    workers.close();
  }

  private void answers(Answer answer) {
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            asked.add(
                exchange.getRequestMethod()
                    + " "
                    + exchange.getRequestURI()
                    + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            answer.to(exchange);
          }
        });
  }

  private static void reply(HttpExchange exchange, int code, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private BrokerNames names(@Nullable String user, @Nullable String password, int millis) {
    String uri = "http://127.0.0.1:" + server.getAddress().getPort() + "/mq";
    Duration timeout = Duration.ofMillis(millis);
    Connection.Management management =
        new Connection.Management(
            uri,
            user,
            password == null ? null : new Secret(password),
            timeout,
            Duration.ofMinutes(1));
    Connection.Rabbit rabbit =
        new Connection.Rabbit(
            "legacy",
            "amqp://a,b/old%2Fshop%20x",
            "reader",
            new Secret("s3cret"),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            1 << 20,
            null,
            management);
    return new BrokerNames(rabbit, management, workers);
  }

  private static String basic(String login) {
    return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsPageAfterPage() throws Exception {
    answers(
        exchange -> {
          String page = exchange.getRequestURI().getQuery().replaceFirst(".*&page=", "");
          reply(
              exchange,
              200,
              "{\"page_count\":3,\"items\":[{\"name\":\"e"
                  + page
                  + "\",\"type\":\"topic\",\"auto_delete\":false,\"internal\":false}]}");
        });

    assertThat(names(null, null, 5_000).all(Kind.EXCHANGE))
        .containsExactly(
            new Found("e1", "topic"), new Found("e2", "topic"), new Found("e3", "topic"));
    assertThat(asked.remove(3)).contains("/api/bindings/");
    assertThat(asked)
        .hasSize(3)
        .first()
        .isEqualTo(
            "GET /mq/api/exchanges/old%2Fshop%20x?disable_stats=true&columns=name,type,auto_delete,"
                + "internal&page_size=500&page=1 "
                + basic("reader:s3cret"));
    assertThat(asked).allMatch(request -> request.startsWith("GET "));
  }

  @Test
  void leavesOutWhatGoesAwayWithAClientAndWhatNoClientPublishesTo() throws Exception {
    answers(
        exchange ->
            reply(
                exchange,
                200,
                """
                {"page_count":1,"items":[
                  {"name":"","type":"direct"}, {"name":"kept","type":"quorum"},
                  {"name":"gone","auto_delete":true}, {"name":"mine","exclusive":true},
                  {"name":"inner","internal":true}, {"name":"log","type":"stream"}, {"name":"old"}]}
                """));

    assertThat(names("looker", "pass", 5_000).all(Kind.QUEUE))
        .containsExactly(new Found("kept", "quorum"), new Found("old", "classic"));
    assertThat(asked).singleElement().asString().endsWith(basic("looker:pass"));
  }

  @Test
  void takesAnAnswerWithoutPagesAndOneWithFewerPagesThanBefore() throws Exception {
    answers(
        exchange -> {
          boolean queues = exchange.getRequestURI().getPath().contains("/queues/");
          boolean second = exchange.getRequestURI().getQuery().endsWith("&page=2");
          if (queues) {
            reply(exchange, 200, "[{\"name\":\"a\"}]");
          } else if (second) {
            reply(exchange, 400, "{\"error\":\"page_out_of_range\"}");
          } else {
            reply(exchange, 200, "{\"page_count\":2,\"items\":[{\"name\":\"b\",\"type\":\"x\"}]}");
          }
        });

    assertThat(names(null, null, 5_000).all(Kind.QUEUE)).containsExactly(new Found("a", "classic"));
    assertThat(names(null, null, 5_000).all(Kind.EXCHANGE)).containsExactly(new Found("b", "x"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | {} | refuses the login of user reader: it needs the tag 'management'",
        "404 | {} | knows no virtual host old/shop x, or is no management API",
        "302 | {} | answers with HTTP status 302",
        "503 | <h1>no</h1> | answers with HTTP status 503",
        "200 | <h1>hello</h1> | answers, but not as RabbitMQ does",
        "200 | {\"items\":7} | answers, but not as RabbitMQ does",
        "200 | '' | answers, but not as RabbitMQ does",
      })
  void saysWhatIsWrong(int code, String text, String said) {
    answers(exchange -> reply(exchange, code, text));

    assertThatThrownBy(() -> names(null, null, 5_000).all(Kind.EXCHANGE))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("management API http://127.0.0.1:")
        .hasMessageContaining(said)
        .message()
        .doesNotContain("s3cret");
  }

  @Test
  void doesNotWaitForEverForTheEndOfAnAnswer() {
    answers(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });

    assertThatThrownBy(() -> names(null, null, 300).all(Kind.EXCHANGE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not answer within 300 ms");
  }

  @Test
  void doesNotTakeAnAnswerWithoutEnd() {
    answers(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          OutputStream out = exchange.getResponseBody();
          byte[] block = " ".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
          while (end.getCount() > 0) {
            out.write(block);
          }
        });

    assertThatThrownBy(() -> names(null, null, 20_000).all(Kind.EXCHANGE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the answer is longer than 4194304 bytes");
  }

  @Test
  void saysThatNobodyListens() {
    server.stop(0);

    assertThatThrownBy(() -> names(null, null, 2_000).all(Kind.QUEUE))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("does not answer: nobody listens there");
  }
}
