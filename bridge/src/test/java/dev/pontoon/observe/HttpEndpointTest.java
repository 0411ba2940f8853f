package dev.pontoon.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.observe.RouteStatus.Source;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The one port, on loopback. */
class HttpEndpointTest {
  private final PageStage stage = new PageStage();
  private final ExecutorService pool = Executors.newCachedThreadPool();
  private final HttpClient client = HttpClient.newHttpClient();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final RouteStatus status = stage.status("orders", Source.CONNECTING, "no <exchange>");
  private HttpEndpoint http;

  @BeforeEach
  void listen() throws Exception {
    stage.route(status);
    registry.counter("seen").increment();
    http = new HttpEndpoint("127.0.0.1", 0, registry, () -> List.of(status), stage.page, pool);
    http.start();
  }

  @AfterEach
  void end() {
    http.close();
    pool.shutdownNow();
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
        .containsEntry("content-type", List.of("text/html; charset=utf-8"))
        .containsEntry("cache-control", List.of("no-store"))
        .containsEntry("x-content-type-options", List.of("nosniff"))
        .containsEntry(
            "content-security-policy", List.of("default-src 'none'; style-src 'unsafe-inline'"));
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
}
