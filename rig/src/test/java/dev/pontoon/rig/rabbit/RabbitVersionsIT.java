package dev.pontoon.rig.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes of other versions than the installed one. */
class RabbitVersionsIT {

  @ParameterizedTest
  @ValueSource(strings = {"4.0", "4"})
  void startsServesAndLeavesNothing(String version) throws Exception {
    Optional<RabbitInstall> install = RabbitInstall.newest(version);
    assumeTrue(install.isPresent(), "no RabbitMQ " + version + " here");
    Path folder;
    try (RabbitNode node = RabbitNode.started(install.get(), RabbitSetup.fresh().management())) {
      folder = node.folder().path();
      try (AmqpClient client = new AmqpClient(node.amqpUri())) {
        assertThat(client.connection.getServerProperties().get("version"))
            .hasToString(install.get().version());
        client.put("orders", "one");
      }
      node.kill9();
      node.start();
      try (AmqpClient client = new AmqpClient(node.amqpUri())) {
        assertThat(client.takeAll("orders")).containsExactly("one");
      }
      givenOneGetsVirtualHosts(node);
    }
    assertThat(folder).doesNotExist();
  }

  private static void givenOneGetsVirtualHosts(RabbitNode node) throws Exception {
    System.setProperty(GivenHosts.MANAGEMENT, node.managementUri().toString());
    System.setProperty(TestRabbit.PROPERTY, node.amqpUri());
    try (TestRabbit given = TestRabbit.choose();
        AmqpClient one = new AmqpClient(given.freshUri());
        AmqpClient two = new AmqpClient(given.freshUri())) {
      one.put("same-name", "one");
      two.put("same-name", "two");
      assertThat(one.takeAll("same-name")).containsExactly("one");
    } finally {
      System.clearProperty(TestRabbit.PROPERTY);
      System.clearProperty(GivenHosts.MANAGEMENT);
    }
    assertThat(node.ctl("list_vhosts", "name", "-q")).doesNotContain("rig-");
  }
}
