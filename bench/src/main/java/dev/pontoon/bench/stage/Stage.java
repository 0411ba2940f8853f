package dev.pontoon.bench.stage;

import dev.pontoon.rig.Broker;
import dev.pontoon.rig.jms.JmsBrokerProcess;
import dev.pontoon.rig.jms.JmsKind;
import dev.pontoon.rig.jms.JmsSetup;
import dev.pontoon.rig.kafka.KafkaProcess;
import dev.pontoon.rig.kafka.KafkaSetup;
import dev.pontoon.rig.rabbit.RabbitNode;
import dev.pontoon.rig.rabbit.RabbitSetup;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Private brokers, each in a process of its own, started when first asked for. For one thread. */
public final class Stage implements AutoCloseable {

  private final Path home;
  private final Deque<Broker> started = new ArrayDeque<>();
  private final Map<JmsKind, JmsBrokerProcess> jms = new EnumMap<>(JmsKind.class);
  private @Nullable RabbitNode rabbit;
  private @Nullable KafkaProcess kafka;

  /**
   * @param home the source checkout, where the launcher is
   */
  public Stage(Path home) {
    this.home = home;
  }

  /** The source checkout. */
  public Path home() {
    return home;
  }

  /** The one Kafka node: 1 GiB of heap, so that it is not what is measured. */
  public KafkaProcess kafka() {
    if (kafka == null) {
      kafka =
          kept(
              KafkaProcess.started(
                  KafkaSetup.fresh()
                      .jvmFlag("-Xmx1g")
                      .jvmFlag("-XX:TieredStopAtLevel=4")
                      .with("log.segment.bytes", String.valueOf(256 << 20))
                      .with("message.max.bytes", String.valueOf(2 << 20))));
    }
    return kafka;
  }

  /** The one RabbitMQ node, with the shovel plugin. */
  public RabbitNode rabbit() {
    if (rabbit == null) {
      rabbit =
          kept(
              RabbitNode.started(
                  RabbitSetup.fresh()
                      .plugins("rabbitmq_shovel")
                      .settings("vm_memory_high_watermark.absolute = 2GB")));
    }
    return rabbit;
  }

  /** The JMS broker of that kind, on disk, 1 GiB of heap. */
  public JmsBrokerProcess jms(Source source) {
    return jms.computeIfAbsent(
        source == Source.ARTEMIS ? JmsKind.ARTEMIS : JmsKind.CLASSIC,
        kind ->
            kept(
                JmsBrokerProcess.started(
                    kind, JmsSetup.onDisk().jvmFlags("-Xmx1g", "-XX:TieredStopAtLevel=4"))));
  }

  @Override
  public void close() {
    while (!started.isEmpty()) {
      started.pop().close();
    }
  }

  private <B extends Broker> B kept(B broker) {
    started.push(broker);
    return broker;
  }
}
