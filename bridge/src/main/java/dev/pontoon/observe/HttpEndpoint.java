package dev.pontoon.observe;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/**
 * The one HTTP port: the page at {@code /}, {@code /health/live}, {@code /health/ready}, {@code
 * /health} and {@code /metrics}. Read only.
 */
public final class HttpEndpoint implements AutoCloseable {
  private static final String JSON = "application/json";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;

  /**
   * @param port 0 for a free one
   * @throws IOException when the port can't be had; the message names it
   */
  public HttpEndpoint(
      String host,
      int port,
      PrometheusMeterRegistry registry,
      Supplier<List<RouteStatus>> routes,
      StatusPage page,
      ExecutorService pool)
      throws IOException {
    try {
      server = HttpServer.create(new InetSocketAddress(host, port), 0);
    } catch (IOException e) {
      throw new IOException(
          "http.listen " + host + ":" + port + " can't be used: " + e.getMessage(), e);
    }
    server.setExecutor(pool);
    server.createContext("/metrics", e -> reply(e, "/metrics", 200, PROMETHEUS, registry::scrape));
    server.createContext("/health", e -> health(e, routes));
    server.createContext("/", e -> page(e, page));
  }

  public void start() {
    server.start();
  }

  /** Where it listens: {@code http://127.0.0.1:8080}. */
  public String uri() {
    InetSocketAddress at = server.getAddress();
    return "http://" + at.getAddress().getHostAddress() + ":" + at.getPort();
  }

  private static void health(HttpExchange exchange, Supplier<List<RouteStatus>> routes)
      throws IOException {
    List<RouteStatus> all = routes.get();
    switch (exchange.getRequestURI().getPath()) {
      case "/health/live" ->
          reply(exchange, "/health/live", 200, JSON, () -> "{\"status\":\"UP\"}");
      case "/health/ready", "/health" -> {
        boolean ready = all.stream().allMatch(route -> route.now().healthy());
        String path = exchange.getRequestURI().getPath();
        int code = ready || path.equals("/health") ? 200 : 503;
        reply(exchange, path, code, JSON, () -> HealthJson.of(ready, all));
      }
      default -> notFound(exchange);
    }
  }

  private static void page(HttpExchange exchange, StatusPage page) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Security-Policy", StatusPage.POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Cache-Control", "no-store");
    reply(exchange, "/", 200, "text/html; charset=utf-8", page::html);
  }

  private static void notFound(HttpExchange exchange) throws IOException {
    write(exchange, 404, "text/plain", "not found\n");
  }

  private static void reply(
      HttpExchange exchange, String path, int code, String type, Supplier<String> text)
      throws IOException {
    String method = exchange.getRequestMethod();
    if (!exchange.getRequestURI().getPath().equals(path)) {
      notFound(exchange);
    } else if (!method.equals("GET") && !method.equals("HEAD")) {
      write(exchange, 405, "text/plain", "only GET\n");
    } else {
      write(exchange, code, type, text.get());
    }
  }

  private static void write(HttpExchange exchange, int code, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", type);
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(code, head ? -1 : bytes.length);
      if (!head) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
