package dev.pontoon.rig.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RabbitNodeIT {

  @BeforeEach
  void needsRabbit() {
    assumeTrue(RabbitNode.installed(), RabbitInstall.missing());
  }

  @Test
  void survivesKillFreezeAndRestartAndLeavesNothing() throws Exception {
    List<ProcessHandle> ours;
    Path folder;
    try (RabbitNode node = RabbitNode.started()) {
      folder = node.folder().path();
      put(node, "one");
      node.kill9();
      assertThat(node.isRunning()).isFalse();
      node.start();
      put(node, "two");

      node.freeze();
      assertThatThrownBy(() -> put(node, "lost")).isNotNull();
      node.thaw();
      put(node, "three");

      node.restart();
      try (AmqpClient client = new AmqpClient(node.amqpUri())) {
        assertThat(client.takeAll("orders")).containsExactly("one", "two", "three");
      }
      ours = ProcessHandle.current().descendants().toList();
      assertThat(ours).hasSizeGreaterThan(2);
    }
    assertThat(folder).doesNotExist();
    await().untilAsserted(() -> assertThat(ours).noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void doesWhatAnOperatorCanDo() throws Exception {
    try (RabbitNode node =
            RabbitNode.started(
                RabbitSetup.fresh().management().settings("consumer_timeout = 12345"));
        AmqpClient client = new AmqpClient(node.amqpUri())) {
      assertThat(node.managementUri().toURL().openConnection().getContentLength()).isPositive();
      assertThat(node.ctl("eval", "application:get_env(rabbit, consumer_timeout)."))
          .contains("{ok,12345}");
      assertThatThrownBy(() -> node.ctl("no_such_command")).hasMessageContaining("no_such_command");

      client.put("orders", "before");
      AtomicBoolean blocked = new AtomicBoolean();
      client.connection.addBlockedListener(why -> blocked.set(true), () -> blocked.set(false));
      try (RabbitNode.Alarm alarm = node.memoryAlarm()) {
        assertThat(alarm).isNotNull();
        client.send("orders", "held back");
        await().untilTrue(blocked);
      }
      await().untilFalse(blocked);
      client.channel.waitForConfirmsOrDie(5_000);
      assertThat(client.takeAll("orders")).containsExactly("before", "held back");

      node.closeAllConnections();
      await().untilAsserted(() -> assertThat(client.connection.isOpen()).isFalse());

      node.stopApp();
      assertThatThrownBy(() -> put(node, "refused")).isNotNull();
      node.startApp();
      put(node, "taken");
    }
  }

  private static void put(RabbitNode node, String text) throws Exception {
    try (AmqpClient client = new AmqpClient(node.amqpUri())) {
      client.put("orders", text);
    }
  }
}
