package dev.pontoon.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.observe.RouteStatus.Source;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The one port, on loopback. */
class HttpEndpointTest {
  private final PageStage stage = new PageStage();
  private final HttpClient client = HttpClient.newHttpClient();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final RouteStatus status = stage.status("orders", Source.CONNECTING, "no <exchange>");
  private HttpEndpoint http;

  @BeforeEach
  void listen() throws Exception {
    stage.route(status);
    registry.counter("seen").increment();
    http =
        new HttpEndpoint(
            new InetSocketAddress("127.0.0.1", 0),
            List.of("Bridge.Example"),
            registry,
            () -> List.of(status),
            stage.page);
    http.start();
  }

  @AfterEach
  void end() {
    http.close();
  }

  private HttpResponse<String> ask(String method, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(http.uri() + path))
            .method(method, BodyPublishers.noBody())
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  @Test
  void thePageIsHtmlThatRunsNothingAndIsNotKept() throws Exception {
    HttpResponse<String> page = ask("GET", "/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().map())
        .containsEntry("content-type", List.of("text/html; charset=utf-8"));
    assertThat(page.body())
        .startsWith("<!DOCTYPE html>")
        .contains("✖ 1 of 1 route needs attention", "no &lt;exchange&gt;");
    status.source(Source.RUNNING, "");
    assertThat(ask("GET", "/").body()).contains("✔ All well: 1 route");
  }

  @Test
  void onlyWhatIsThereIsServedAndOnlyToRead() throws Exception {
    assertThat(ask("HEAD", "/").statusCode()).isEqualTo(200);
    assertThat(ask("HEAD", "/").body()).isEmpty();
    assertThat(ask("POST", "/").statusCode()).isEqualTo(405);
    assertThat(ask("GET", "/index.html").statusCode()).isEqualTo(404);
    assertThat(ask("GET", "/health/else").statusCode()).isEqualTo(404);
  }

  @Test
  void whatThePageLinksToIsThere() throws Exception {
    assertThat(ask("GET", "/health/live").statusCode()).isEqualTo(200);
    assertThat(ask("GET", "/health/ready").statusCode()).isEqualTo(503);
    assertThat(ask("GET", "/health").body()).contains("\"detail\" : \"no <exchange>\"");
    assertThat(ask("GET", "/metrics").body()).contains("seen_total 1.0");
  }

  private String raw(String request) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", URI.create(http.uri()).getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: x.example\r\n\r\n",
        "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "HEAD /health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc",
        "no HTTP\r\n\r\n",
      })
  void everyAnswerSaysThatItIsNotToBeKeptGuessedAboutOrFramed(String request) throws Exception {
    assertThat(raw(request))
        .containsOnlyOnce("\r\nCache-Control: no-store\r\n")
        .containsOnlyOnce("\r\nX-Content-Type-Options: nosniff\r\n")
        .containsOnlyOnce(
            "\r\nContent-Security-Policy: default-src 'none'; style-src 'unsafe-inline';"
                + " frame-ancestors 'none'\r\n")
        .containsOnlyOnce("\r\nConnection: close\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, 200",
    "LOCALHOST.:8080, 200",
    "127.0.0.1:8080, 200",
    "10.244.1.17:8080, 200",
    "[::1]:8080, 200",
    "bridge.example, 200",
    "BRIDGE.example:80, 200",
    "attacker.example, 421",
    "bridge.example.attacker.example, 421",
    "localhost.attacker.example:8080, 421",
    "10.0.0.1.attacker.example, 421",
    "'', 400",
    "a b, 400",
    "a@localhost, 400",
  })
  void onlyKnownNamesAreAnswered(String host, String code) throws Exception {
    String answer = raw("GET /health HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 " + code);
    assertThat(answer.contains("orders")).isEqualTo(code.equals("200"));
  }

  @Test
  void theMachinesNameIsKnown() throws Exception {
    String name = stage.page.host();
    assertThat(raw("GET /health/live HTTP/1.1\r\nHost: " + name + "\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void whatAsksInOtherWaysIsUnderstoodOrRefused() throws Exception {
    assertThat(raw("GET /health/live HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200");
    assertThat(raw("GET /health/live?x=1 HTTP/1.1\nHost: localhost\n\n"))
        .startsWith("HTTP/1.1 200");
    assertThat(raw("GET http://localhost:8080/health/live HTTP/1.1\r\nHost: x\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
    assertThat(raw("GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        .startsWith("HTTP/1.1 421");
    assertThat(raw("GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400");
    assertThat(raw("GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n"))
        .startsWith("HTTP/1.1 400");
    assertThat(raw("GET / HTTP/1.1\r\nHost: localhost\r\n folded\r\n\r\n"))
        .startsWith("HTTP/1.1 400");
    assertThat(raw("GET /\0 HTTP/2\r\nHost: localhost\r\n\r\n")).startsWith("HTTP/1.1 400");
    assertThat(raw("OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n")).startsWith("HTTP/1.1 404");
    assertThat(raw("GET /%68ealth HTTP/1.1\r\nHost: localhost\r\n\r\n")).startsWith("HTTP/1.1 404");
    assertThat(raw("TRACE /health HTTP/1.1\r\nHost: localhost\r\nX: secret\r\n\r\n"))
        .startsWith("HTTP/1.1 405")
        .doesNotContain("secret");
  }
}
