package dev.pontoon.source.rabbitmq;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pontoon.config.Connection;
import dev.pontoon.source.Causes;
import dev.pontoon.source.Workers;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * RabbitMQ's management API for one virtual host. Only reads; waits for each answer as long as the
 * settings say. Safe for all threads.
 */
final class ManagementApi {
  private static final int PAGE = 500;

  /** More than any broker holds; ends what would never end. */
  private static final int PAGES = 400;

  /** Names have 255 bytes at most. */
  private static final long LONGEST = 4L << 20;

  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client;
  private final String base;
  private final String virtualHost;
  private final RabbitLogin login;
  private final Duration timeout;

  /**
   * @throws IllegalArgumentException when the connection's settings can't be used
   */
  ManagementApi(Connection.Rabbit connection, Connection.Management settings, Workers workers) {
    try {
      RabbitConnector own = new RabbitConnector(connection, workers);
      this.login = own.login(settings.username(), settings.password());
      this.virtualHost = own.virtualHost();
      this.base = settings.uri();
      this.timeout = settings.timeout();
      this.client = client(connection, settings, workers);
    } catch (IOException | GeneralSecurityException | URISyntaxException e) {
      throw new IllegalArgumentException(
          "connection " + connection.name() + ": " + e.getMessage(), e);
    }
  }

  /** That of the connection; null where it names none. */
  static @Nullable ManagementApi of(Connection.Rabbit connection, Workers workers) {
    Connection.Management settings = connection.management();
    return settings == null ? null : new ManagementApi(connection, settings, workers);
  }

  private static HttpClient client(
      Connection.Rabbit connection, Connection.Management settings, Workers workers)
      throws IOException, GeneralSecurityException {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.timeout())
            .executor(workers.pool());
    if (settings.uri().startsWith("https:")) {
      Connection.Tls tls = connection.tls();
      boolean anyHost = tls != null && !tls.verifyHostname();
      builder.sslContext(Certificates.context(tls, anyHost));
    }
    return builder.build();
  }

  String virtualHost() {
    return virtualHost;
  }

  /**
   * All items of a list, page after page.
   *
   * @param list {@code queues} or {@code exchanges}
   * @param columns what is asked for, parted by commas
   * @throws IOException when it does not answer rightly; the message says what was asked and what
   *     to do
   */
  List<JsonNode> all(String list, String columns) throws IOException, InterruptedException {
    String path =
        inHost(list) + "?disable_stats=true&columns=" + columns + "&page_size=" + PAGE + "&page=";
    List<JsonNode> found = new ArrayList<>();
    int pages = 1;
    for (int page = 1; page <= pages && page <= PAGES; page++) {
      HttpResponse<byte[]> answer = get(path + page);
      if (page > 1 && answer.statusCode() == BAD_REQUEST) {
        break; // There are fewer than a moment ago.
      }
      JsonNode root = content(answer);
      JsonNode items = root.isArray() ? root : root.path("items");
      if (!items.isArray()) {
        throw new IOException(tried() + " answers, but not as RabbitMQ does");
      }
      items.forEach(found::add);
      pages = root.path("page_count").asInt(1);
    }
    return found;
  }

  /** All items of a list that has no pages. */
  List<JsonNode> list(String list, String columns) throws IOException, InterruptedException {
    JsonNode items = content(get(inHost(list) + "?columns=" + columns));
    List<JsonNode> found = new ArrayList<>();
    items.forEach(found::add);
    return found;
  }

  /**
   * One thing, or a list that has no pages.
   *
   * @param list {@code queues}, {@code exchanges} or {@code bindings}
   * @param more what follows in the path, each part by its name; empty for none
   * @return empty when there is no such thing
   * @throws IOException as {@link #all}
   */
  Optional<JsonNode> find(String list, String... more) throws IOException, InterruptedException {
    StringBuilder path = new StringBuilder(inHost(list));
    for (String part : more) {
      path.append('/').append(encoded(part));
    }
    HttpResponse<byte[]> answer = get(path.toString());
    return answer.statusCode() == NOT_FOUND && more.length > 0
        ? Optional.empty()
        : Optional.of(content(answer));
  }

  /** A thing that belongs to no virtual host, such as a connection. */
  Optional<JsonNode> findAnywhere(String list, String name)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = get(base + "/api/" + list + "/" + encoded(name));
    return answer.statusCode() == NOT_FOUND ? Optional.empty() : Optional.of(content(answer));
  }

  private String inHost(String list) {
    return base + "/api/" + list + "/" + encoded(virtualHost);
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private String authorization() {
    String both = login.getUsername() + ":" + login.getPassword();
    return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
  }

  private HttpResponse<byte[]> get(String uri) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(uri))
            .header("Authorization", authorization())
            .header("Accept", "application/json")
            .GET()
            .build();
    CompletableFuture<HttpResponse<byte[]>> sent =
        client.sendAsync(request, head -> new BoundedBody(LONGEST));
    try {
      return sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException(tried() + " does not answer within " + timeout.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw new IOException(tried() + " does not answer: " + reason(e), e);
    } finally {
      var unused = sent.cancel(true);
    }
  }

  private JsonNode content(HttpResponse<byte[]> answer) throws IOException {
    int code = answer.statusCode();
    if (code == UNAUTHORIZED) {
      throw new IOException(
          tried()
              + " refuses the login of user "
              + login.getUsername()
              + ": it needs the tag 'management' and rights in virtual host "
              + virtualHost);
    } else if (code == NOT_FOUND) {
      throw new IOException(
          tried()
              + " knows no virtual host "
              + virtualHost
              + ", or is no management API: correct management.uri or uri");
    } else if (code != OK) {
      throw new IOException(tried() + " answers with HTTP status " + code);
    }
    try {
      JsonNode root = JSON.readTree(answer.body());
      return root == null ? JSON.nullNode() : root;
    } catch (JacksonException e) {
      throw new IOException(tried() + " answers, but not as RabbitMQ does", e);
    }
  }

  private static String reason(ExecutionException failure) {
    Throwable cause = failure.getCause();
    if (cause instanceof ConnectException && cause.getMessage() == null) {
      // The client says of it only that a channel was closed.
      boolean unknown = Causes.of(cause).contains("UnresolvedAddress");
      return unknown ? "its host is not known" : "nobody listens there";
    }
    return Causes.of(cause == null ? failure : cause);
  }

  private String tried() {
    return "management API " + base;
  }
}
