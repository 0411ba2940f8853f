package dev.pontoon.source.rabbitmq;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pontoon.config.Connection;
import dev.pontoon.config.Secret;
import dev.pontoon.config.SourcePattern;
import dev.pontoon.config.SourcePattern.Found;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks RabbitMQ's management API which exchanges and queues a virtual host has. Only reads. What
 * goes away with a client is left out, and so is what no client may publish to.
 */
public final class BrokerNames {
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
  private final String user;
  private final String login;
  private final Duration timeout;
  private final Duration lookAgain;

  /**
   * @throws IllegalArgumentException when the connection's settings can't be used
   */
  public BrokerNames(
      Connection.Rabbit connection, Connection.Management settings, Workers workers) {
    try {
      RabbitConnector own = new RabbitConnector(connection, workers);
      String name = settings.username();
      Secret secret = settings.password();
      this.user = name == null ? own.username() : name;
      String password = secret == null ? own.password() : secret.reveal();
      byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
      this.login = "Basic " + Base64.getEncoder().encodeToString(both);
      this.virtualHost = own.virtualHost();
      this.base = settings.uri();
      this.timeout = settings.timeout();
      this.lookAgain = settings.lookAgain();
      this.client = client(connection, settings, workers);
    } catch (IOException | GeneralSecurityException | URISyntaxException e) {
      throw new IllegalArgumentException(
          "connection " + connection.name() + ": " + e.getMessage(), e);
    }
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

  /** How long after an answer it may be asked again. */
  public Duration lookAgain() {
    return lookAgain;
  }

  /**
   * All that there are now.
   *
   * @throws IOException when it does not answer rightly; the message says what was asked and what
   *     to do
   */
  public List<Found> all(SourcePattern.Kind kind) throws IOException, InterruptedException {
    boolean queues = kind == SourcePattern.Kind.QUEUE;
    String columns = "name,type,auto_delete," + (queues ? "exclusive" : "internal");
    String path =
        base
            + (queues ? "/api/queues/" : "/api/exchanges/")
            + URLEncoder.encode(virtualHost, StandardCharsets.UTF_8).replace("+", "%20")
            + "?disable_stats=true&columns="
            + columns
            + "&page_size="
            + PAGE
            + "&page=";
    List<Found> found = new ArrayList<>();
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
      items.forEach(item -> add(item, queues, found));
      pages = root.path("page_count").asInt(1);
    }
    return found;
  }

  private static void add(JsonNode item, boolean queue, List<Found> found) {
    String name = item.path("name").asText("");
    // A stream keeps what is read: it is none of the queues whose messages are taken out.
    String type = item.path("type").asText(queue ? "classic" : "");
    boolean passing = item.path("auto_delete").asBoolean() || item.path("exclusive").asBoolean();
    if (!name.isEmpty()
        && !passing
        && !item.path("internal").asBoolean()
        && !(queue && type.equals("stream"))) {
      found.add(new Found(name, type));
    }
  }

  private HttpResponse<byte[]> get(String uri) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(uri))
            .header("Authorization", login)
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
              + user
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
