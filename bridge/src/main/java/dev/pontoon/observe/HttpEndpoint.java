package dev.pontoon.observe;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one HTTP port: the page at {@code /}, {@code /health/live}, {@code /health/ready}, {@code
 * /health} and {@code /metrics}. Read only.
 */
public final class HttpEndpoint implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoint.class);
  private static final String OK = "200 OK";
  private static final String JSON = "application/json";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry;
  private final Supplier<List<RouteStatus>> routes;
  private final StatusPage page;
  private final KnownHosts hosts;
  private final HttpListener listener;

  /**
   * @param at port 0 for a free one
   * @param hosts names under which it answers, beside addresses, localhost and this machine's name
   * @throws IOException when the port can't be had; the message names it
   */
  public HttpEndpoint(
      InetSocketAddress at,
      List<String> hosts,
      PrometheusMeterRegistry registry,
      Supplier<List<RouteStatus>> routes,
      StatusPage page)
      throws IOException {
    this(at, hosts, HttpLimits.DEFAULT, registry, routes, page);
  }

  HttpEndpoint(
      InetSocketAddress at,
      List<String> hosts,
      HttpLimits limits,
      PrometheusMeterRegistry registry,
      Supplier<List<RouteStatus>> routes,
      StatusPage page)
      throws IOException {
    this.hosts = new KnownHosts(page.host(), hosts);
    this.registry = registry;
    this.routes = routes;
    this.page = page;
    try {
      listener = new HttpListener(at, limits, this::answer, System::nanoTime);
    } catch (IOException | RuntimeException e) {
      throw new IOException(
          "http.listen " + at.getHostString() + ":" + at.getPort() + " can't be used: " + e, e);
    }
  }

  public void start() {
    listener.start();
  }

  /** Where it listens: {@code http://127.0.0.1:8080}. */
  public String uri() {
    InetSocketAddress at = listener.address();
    return "http://" + at.getAddress().getHostAddress() + ":" + at.getPort();
  }

  private HttpAnswer answer(HttpRequest request) {
    if (!hosts.has(request.host())) {
      return HttpAnswer.UNKNOWN_HOST;
    }
    try {
      HttpAnswer found = find(request.path());
      boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
      return reads || found == HttpAnswer.NOT_FOUND ? found : HttpAnswer.ONLY_GET;
    } catch (RuntimeException e) {
      LOG.atWarn().addKeyValue("why", e.toString()).log("http page can't be made");
      return HttpAnswer.BROKEN;
    }
  }

  private HttpAnswer find(String path) {
    return switch (path) {
      case "/" -> new HttpAnswer(OK, "text/html; charset=utf-8", page.html());
      case "/metrics" -> new HttpAnswer(OK, PROMETHEUS, registry.scrape());
      case "/health/live" -> new HttpAnswer(OK, JSON, "{\"status\":\"UP\"}");
      case "/health", "/health/ready" -> health(path.equals("/health"));
      default -> HttpAnswer.NOT_FOUND;
    };
  }

  private HttpAnswer health(boolean always) {
    List<RouteStatus> all = routes.get();
    boolean ready = all.stream().allMatch(route -> route.now().healthy());
    String status = ready || always ? OK : "503 Service Unavailable";
    return new HttpAnswer(status, JSON, HealthJson.of(ready, all));
  }

  @Override
  public void close() {
    listener.close();
  }
}
