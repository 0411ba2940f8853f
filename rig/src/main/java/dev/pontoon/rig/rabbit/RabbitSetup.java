package dev.pontoon.rig.rabbit;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a private RabbitMQ node is set up.
 *
 * @param folder kept; null: a temporary one, deleted on close
 * @param plugins names, e.g. {@code rabbitmq_management}; none is quickest to start and stop
 * @param settings lines of {@code rabbitmq.conf}, e.g. {@code consumer_timeout = 10000}
 */
public record RabbitSetup(@Nullable Path folder, List<String> plugins, List<String> settings) {

  static final String MANAGEMENT = "rabbitmq_management";
  static final String STREAM = "rabbitmq_stream";

  public RabbitSetup {
    plugins = List.copyOf(plugins);
    settings = List.copyOf(settings);
  }

  /** A temporary folder, no plugins, the rig's settings. */
  public static RabbitSetup fresh() {
    return new RabbitSetup(null, List.of(), List.of());
  }

  /** Keeps its data in this folder. */
  public RabbitSetup folder(Path kept) {
    return new RabbitSetup(kept, plugins, settings);
  }

  /** With these plugins. */
  public RabbitSetup plugins(String... names) {
    return new RabbitSetup(folder, List.of(names), settings);
  }

  /** With the management plugin, see {@link RabbitNode#managementUri}. */
  public RabbitSetup management() {
    return plugins(MANAGEMENT);
  }

  /** With the stream plugin, see {@link RabbitNode#streamPort}. */
  public RabbitSetup streams() {
    return plugins(STREAM);
  }

  /** With these lines in its {@code rabbitmq.conf}, after the rig's own. */
  public RabbitSetup settings(String... lines) {
    return new RabbitSetup(folder, plugins, List.of(lines));
  }
}
