package dev.pontoon.source.rabbitmq;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultSaslConfig;
import com.rabbitmq.client.SaslConfig;
import com.rabbitmq.client.impl.CredentialsProvider;
import dev.pontoon.config.Secret;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * As whom a connection logs in; asked at each connect, so that a password which was changed in its
 * file counts from then on.
 *
 * @param user null for the one that every RabbitMQ has
 * @param secret null for that one's password
 */
record RabbitLogin(@Nullable String user, @Nullable Secret secret) implements CredentialsProvider {
  private static final String EXTERNAL = "EXTERNAL";

  /** A JSON Web Token. */
  private static final Pattern TOKEN = Pattern.compile("eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*");

  /** The client's certificate is the log-in, where the broker offers that. */
  static final SaslConfig CERTIFICATE =
      offered ->
          (Arrays.asList(offered).contains(EXTERNAL)
                  ? DefaultSaslConfig.EXTERNAL
                  : DefaultSaslConfig.PLAIN)
              .getSaslMechanism(offered);

  @Override
  public String getUsername() {
    return user == null ? ConnectionFactory.DEFAULT_USER : user;
  }

  @Override
  public String getPassword() {
    return secret == null ? ConnectionFactory.DEFAULT_PASS : secret.reveal();
  }

  /**
   * How long it is good for is not looked up: that it is not for ever makes the client ask {@link
   * TokenRenewal}. Null for a password.
   */
  @Override
  @SuppressWarnings("NullAway") // the client's interface asks for null and does not say so
  public Duration getTimeBeforeExpiration() {
    return secret != null && TOKEN.matcher(secret.reveal()).matches()
        ? Duration.ofMinutes(1)
        : null;
  }

  /** Whether neither user nor password were given. */
  boolean isNobody() {
    return user == null && secret == null;
  }

  @Override
  public String toString() {
    return "RabbitLogin[" + getUsername() + "]";
  }
}
