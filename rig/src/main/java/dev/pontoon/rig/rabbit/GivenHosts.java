package dev.pontoon.rig.rabbit;

import dev.pontoon.rig.ExitHook;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Virtual hosts on a RabbitMQ whose URI was given, made through its management API with the URI's
 * login and deleted when the JVM ends. The API is looked for on port 15672 of the same host, or
 * where the system property {@value #MANAGEMENT} says.
 */
final class GivenHosts implements AutoCloseable {
  static final String MANAGEMENT = "pontoon.test.rabbitmq.management";

  private static final Logger LOG = LoggerFactory.getLogger(GivenHosts.class);
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int DONE = 2;

  private final URI amqp;
  private final String management;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();
  private final List<String> made = new ArrayList<>();
  private final ExitHook hook = new ExitHook("virtual hosts", this::delete);

  GivenHosts(String uri) {
    this.amqp = URI.create(uri);
    this.management =
        System.getProperty(MANAGEMENT, "http://" + amqp.getHost() + ":15672").replaceAll("/$", "");
  }

  /** The URI of a new virtual host; the given one where none can be made, which the log says. */
  String fresh(String name) {
    try {
      String user = login().split(":", 2)[0];
      call("PUT", "vhosts/" + name, "{}");
      synchronized (this) {
        made.add(name);
      }
      String all = "{\"configure\":\".*\",\"write\":\".*\",\"read\":\".*\"}";
      call("PUT", "permissions/" + name + "/" + user, all);
      return amqp.getScheme() + "://" + amqp.getRawAuthority() + "/" + name;
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("management", management)
          .addKeyValue("reason", e.toString())
          .log("no virtual host of its own for a test class: classes may meet; one at a time then");
      return amqp.toString();
    }
  }

  private String login() {
    return amqp.getUserInfo() == null ? "guest:guest" : amqp.getUserInfo();
  }

  private void call(String method, String path, String body) throws IOException {
    byte[] login = login().getBytes(StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(management + "/api/" + path))
            .timeout(LIMIT)
            .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    try {
      int code = client.send(request, BodyHandlers.discarding()).statusCode();
      if (code / 100 != DONE) {
        throw new IOException(method + " " + path + " was answered with " + code);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private synchronized void delete() {
    for (String name : made) {
      try {
        call("DELETE", "vhosts/" + name, "");
      } catch (IOException e) {
        LOG.atWarn().addKeyValue("host", name).setCause(e).log("a test's virtual host stays");
      }
    }
    made.clear();
  }

  @Override
  public void close() {
    hook.close();
    delete();
  }
}
