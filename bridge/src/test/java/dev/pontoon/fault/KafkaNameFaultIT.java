package dev.pontoon.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.rig.Ports;
import dev.pontoon.rig.fault.TcpProxy;
import dev.pontoon.rig.kafka.KafkaProcess;
import dev.pontoon.rig.kafka.KafkaSetup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Row 55: the name of Kafka's host is not there yet, as in the order in which Kubernetes starts
 * pods, and is gone for a while later. The bridge's JVM takes names from a file of the test's.
 */
@Timeout(240)
class KafkaNameFaultIT {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final String NAME = "kafka.pontoon.test";
  private static final int MESSAGES = 200;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private Path hosts() {
    return folder.resolve("hosts");
  }

  private void name(boolean there) throws Exception {
    Files.writeString(hosts(), "127.0.0.1 localhost\n" + (there ? "127.0.0.1 " + NAME + "\n" : ""));
  }

  @Test
  void theBridgeStartsBeforeTheNameIsThereAndGoesOnWithIt() throws Exception {
    name(false);
    int port = Ports.free();
    KafkaSetup named = KafkaSetup.fresh().port(port).advertisedHost(NAME);
    List<Line> lines = new ArrayList<>();
    try (KafkaProcess kafka = KafkaProcess.started(named);
        Stage stage = stage(kafka)) {
      for (Guarantee level : Guarantee.values()) {
        lines.add(line(stage, "named-" + level, level, NAME + ":" + port));
      }
      for (Line line : lines) {
        line.publish(MESSAGES);
        line.bridge().launch();
      }
      lines.forEach(line -> awaitSaid(line.bridge()));
      name(true);
      awaitAll(lines, MESSAGES);

      name(false);
      kafka.kill9();
      lines.forEach(line -> line.publish(MESSAGES));
      awaitNotReady(lines);
      kafka.start();
      awaitNotReady(lines);
      name(true);
      awaitAll(lines, 2 * MESSAGES);
    } finally {
      lines.forEach(Line::close);
    }
  }

  private static void awaitSaid(BridgeProcess bridge) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> assertThat(bridge.get("/health")).contains("No resolvable bootstrap urls"));
    assertThat(bridge.get("/health/live")).startsWith("200");
    assertThat(bridge.metric("pontoon_messages_read_total")).isZero();
  }

  private static void awaitNotReady(List<Line> lines) {
    for (Line line : lines) {
      await()
          .atMost(LONG)
          .untilAsserted(() -> assertThat(line.bridge().get("/health/ready")).startsWith("503"));
    }
  }

  private static void awaitAll(List<Line> lines, int messages) {
    for (Line line : lines) {
      line.awaitComplete(LONG).assertWhole(messages);
    }
  }

  private static Stage stage(KafkaProcess kafka) {
    Legacy legacy = Legacy.Kind.ACTIVEMQ.started();
    return new Stage(
        Legacy.Kind.ACTIVEMQ, legacy, TcpProxy.to(legacy.port()), kafka, TcpProxy.to(Ports.free()));
  }

  private Line line(Stage stage, String name, Guarantee level, String bootstrap) throws Exception {
    BridgeProcess bridge =
        new BridgeProcess(
            folder.resolve(name),
            stage.bridgeYaml(name, stage.legacyProxy().port(), bootstrap, ""),
            stage.route(name, level),
            "-Djdk.net.hosts.file=" + hosts(),
            "-Dsun.net.inetaddr.ttl=1",
            "-Dsun.net.inetaddr.negative.ttl=0");
    return Line.on(stage, name, level, 1, bridge);
  }
}
