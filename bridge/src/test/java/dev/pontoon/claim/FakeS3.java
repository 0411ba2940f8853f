package dev.pontoon.claim;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pontoon.message.Claim;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The few requests of S3 that a claim store makes, with path-style buckets, and their failures. */
public final class FakeS3 implements AutoCloseable {
  /** Path to content. */
  public final Map<String, byte[]> objects = new ConcurrentHashMap<>();

  /** Method and path of every request that was let in. */
  public final List<String> requests = Collections.synchronizedList(new ArrayList<>());

  /** Answers every request with this status instead; 0 for none. */
  public volatile int failing;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);

  public FakeS3() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String signature = exchange.getRequestHeaders().getFirst("Authorization");
      if (failing != 0) {
        error(exchange, failing, "InternalError");
      } else if (signature == null || !signature.startsWith("AWS4-HMAC-SHA256 Credential=me/")) {
        error(exchange, 403, "AccessDenied");
      } else {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
        serve(exchange, exchange.getRequestURI().getPath(), body);
      }
    }
  }

  private void serve(HttpExchange exchange, String path, byte[] body) throws IOException {
    byte[] content = objects.get(path);
    switch (exchange.getRequestMethod()) {
      case "PUT" -> {
        if (!digest(body).equals(exchange.getRequestHeaders().getFirst("x-amz-checksum-sha256"))) {
          error(exchange, 400, "BadDigest");
          return;
        }
        objects.put(path, body);
        exchange.sendResponseHeaders(200, -1);
      }
      case "HEAD" -> {
        if (content != null) {
          exchange.getResponseHeaders().add("Content-Length", "" + content.length);
        }
        exchange.sendResponseHeaders(content == null ? 404 : 200, -1);
      }
      default -> {
        if (content == null) {
          error(exchange, 404, "NoSuchKey");
          return;
        }
        exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
        exchange.getResponseBody().write(content);
      }
    }
  }

  private static String digest(byte[] body) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(Claim.of(body).sha256()));
  }

  private static void error(HttpExchange exchange, int status, String code) throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    byte[] xml =
        ("<Error><Code>" + code + "</Code><Message>the test says so</Message></Error>")
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, xml.length);
    exchange.getResponseBody().write(xml);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
