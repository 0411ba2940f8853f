package dev.pontoon.rig.kafka;

import dev.pontoon.rig.Ports;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a Kafka node of the rig is set up.
 *
 * @param folder kept; null: a temporary one, deleted on close
 * @param port where it listens
 * @param advertisedHost how its clients are told to call it; the bridge's tests choose who knows it
 * @param advertisedPort where its clients are sent: another one when a proxy stands in front
 * @param properties broker settings, over the rig's own
 * @param jvmFlags for {@link KafkaProcess} only
 */
public record KafkaSetup(
    @Nullable Path folder,
    int port,
    String advertisedHost,
    int advertisedPort,
    Map<String, String> properties,
    List<String> jvmFlags) {

  public KafkaSetup {
    properties = Map.copyOf(properties);
    jvmFlags = List.copyOf(jvmFlags);
  }

  /** A temporary folder, a free port, no proxy. */
  public static KafkaSetup fresh() {
    int port = Ports.free();
    return new KafkaSetup(null, port, Ports.LOOPBACK, port, Map.of(), List.of());
  }

  /** Keeps its data in this folder. */
  public KafkaSetup folder(Path kept) {
    return new KafkaSetup(kept, port, advertisedHost, advertisedPort, properties, jvmFlags);
  }

  /** Listens on this port. */
  public KafkaSetup port(int fixed) {
    return new KafkaSetup(
        folder,
        fixed,
        advertisedHost,
        advertisedPort == port ? fixed : advertisedPort,
        properties,
        jvmFlags);
  }

  /** Sends its clients to this port, where a proxy must forward to {@link #port}. */
  public KafkaSetup advertisedPort(int proxy) {
    return new KafkaSetup(folder, port, advertisedHost, proxy, properties, jvmFlags);
  }

  /** Tells its clients to call it by this name. */
  public KafkaSetup advertisedHost(String name) {
    return new KafkaSetup(folder, port, name, advertisedPort, properties, jvmFlags);
  }

  /** One broker setting. */
  public KafkaSetup with(String name, String value) {
    Map<String, String> more = new HashMap<>(properties);
    more.put(name, value);
    return new KafkaSetup(folder, port, advertisedHost, advertisedPort, more, jvmFlags);
  }

  /** One more JVM flag for the process form, e.g. {@code -Xmx1g}. */
  public KafkaSetup jvmFlag(String flag) {
    List<String> more = new ArrayList<>(jvmFlags);
    more.add(flag);
    return new KafkaSetup(folder, port, advertisedHost, advertisedPort, properties, more);
  }
}
