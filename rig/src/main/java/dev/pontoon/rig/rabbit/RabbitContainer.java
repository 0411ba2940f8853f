package dev.pontoon.rig.rabbit;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.containers.Container;
import org.testcontainers.images.ImagePullPolicy;
import org.testcontainers.images.PullPolicy;
import org.testcontainers.rabbitmq.RabbitMQContainer;

/** RabbitMQ in Docker, where a Docker daemon answers. */
public final class RabbitContainer implements AutoCloseable {

  /** The same as in docker-compose.yml. */
  static final String IMAGE = "rabbitmq:3.13-management";

  /** Testcontainers 2.0.5 starts it to clean up behind a JVM that was killed. */
  private static final String REAPER = "testcontainers/ryuk:0.14.0";

  private static final Logger LOG = LoggerFactory.getLogger(RabbitContainer.class);

  private final RabbitMQContainer container;

  private RabbitContainer(RabbitMQContainer container) {
    this.container = container;
  }

  /** A running container, or empty where there is no Docker or the image can't be had. */
  public static Optional<RabbitContainer> start() {
    return start(PullPolicy.defaultPolicy());
  }

  /** The same, but nothing is fetched from the network: the image must be there. */
  public static Optional<RabbitContainer> startWithoutPull() {
    return start(image -> false);
  }

  /** Testcontainers' own switch: without the reaper, what a killed JVM leaves stays. */
  private static List<String> needed() {
    boolean withoutReaper = Boolean.parseBoolean(System.getenv("TESTCONTAINERS_RYUK_DISABLED"));
    return withoutReaper ? List.of(IMAGE) : List.of(IMAGE, REAPER);
  }

  private static Optional<RabbitContainer> start(ImagePullPolicy pull) {
    if (!DockerProbe.has(needed())) {
      return Optional.empty();
    }
    RabbitMQContainer container = null;
    try {
      container = new RabbitMQContainer(IMAGE).withImagePullPolicy(pull);
      container.start();
      return Optional.of(new RabbitContainer(container));
    } catch (RuntimeException e) {
      LOG.atInfo()
          .addKeyValue("image", IMAGE)
          .addKeyValue("reason", e.getMessage())
          .log("Docker answers, but RabbitMQ does not start in it");
      if (container != null) {
        container.stop();
      }
      return Optional.empty();
    }
  }

  /** For clients, with user and password. */
  public String amqpUri() {
    return container.getAmqpUrl();
  }

  void ctl(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "rabbitmqctl";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    try {
      Container.ExecResult result = container.execInContainer(command);
      if (result.getExitCode() != 0) {
        throw new IllegalStateException("rabbitmqctl failed: " + result.getStderr());
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot run rabbitmqctl in the container", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in rabbitmqctl", e);
    }
  }

  @Override
  public void close() {
    container.stop();
  }
}
