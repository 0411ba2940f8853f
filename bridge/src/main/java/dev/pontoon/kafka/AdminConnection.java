package dev.pontoon.kafka;

import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/** An admin client that is made when it is first needed, and again later if it can't be made. */
final class AdminConnection implements AutoCloseable {
  private static final Duration PROBE = Duration.ofSeconds(2);

  private final KafkaSettings settings;
  private @Nullable Admin admin;
  private boolean closed;

  AdminConnection(KafkaSettings settings) {
    this.settings = settings;
  }

  /**
   * @throws KafkaUnavailableException when it can't be made; the message says what to do
   */
  Admin admin() throws KafkaUnavailableException {
    synchronized (this) {
      if (admin != null) {
        return admin;
      }
    }
    // Without the lock: an address that is frozen takes seconds, and others have what they need.
    String wrong = settings.loginMistake();
    if (wrong == null && !settings.usesTls()) {
      wrong = new PortProbe(PROBE).wrong(settings.bootstrap());
    }
    if (wrong != null) {
      throw unavailable("connect to Kafka", new IllegalStateException(wrong));
    }
    return made();
  }

  private synchronized Admin made() throws KafkaUnavailableException {
    if (closed) {
      throw unavailable("connect to Kafka", new IllegalStateException("the bridge is stopping"));
    }
    if (admin == null) {
      try {
        admin = Admin.create(settings.admin());
      } catch (RuntimeException | Error e) {
        throw unavailable("connect to Kafka", e);
      }
    }
    return admin;
  }

  KafkaUnavailableException unavailable(String tried, Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return new KafkaUnavailableException(
        "could not " + tried + " at " + settings.bootstrap() + ": " + SendFailures.text(cause),
        cause);
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (admin != null) {
      admin.close(Duration.ofSeconds(1));
    }
  }
}
