package dev.pontoon.source.rabbitmq;

import com.rabbitmq.client.impl.CredentialsProvider;
import com.rabbitmq.client.impl.CredentialsRefreshService;
import dev.pontoon.source.Workers;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the broker of a new token before the old one expires, or it would end the connection: looks
 * every few seconds whether the password's file holds another one. The client calls it for log-ins
 * with a token only. Safe for all threads.
 */
final class TokenRenewal implements CredentialsRefreshService {
  private static final Logger LOG = LoggerFactory.getLogger(TokenRenewal.class);
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final Workers workers;

  /** What the broker knows, by connection. */
  private final Map<String, String> told = new ConcurrentHashMap<>();

  TokenRenewal(Workers workers) {
    this.workers = workers;
  }

  @Override
  public String register(CredentialsProvider login, Callable<Boolean> tell) {
    String connection = UUID.randomUUID().toString();
    told.put(connection, login.getPassword());
    workers.runAfter(LOOK, () -> look(connection, login, tell));
    return connection;
  }

  @Override
  public void unregister(CredentialsProvider login, String connection) {
    told.remove(connection);
  }

  @Override
  public boolean isApproachingExpiration(Duration left) {
    return false;
  }

  private void look(String connection, CredentialsProvider login, Callable<Boolean> tell) {
    String now = login.getPassword();
    String before = told.replace(connection, now);
    if (before == null) {
      return;
    }
    try {
      if (!before.equals(now)) {
        var unused = tell.call();
      }
    } catch (Exception e) {
      LOG.atWarn()
          .addKeyValue("user", login.getUsername())
          .addKeyValue("detail", RabbitConsumer.reply(e))
          .log("the broker does not take the renewed token");
    }
    workers.runAfter(LOOK, () -> look(connection, login, tell));
  }
}
