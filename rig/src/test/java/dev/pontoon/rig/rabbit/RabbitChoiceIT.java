package dev.pontoon.rig.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RabbitChoiceIT {

  @Test
  void sharedOneServesSeveralTestsWithTheirOwnVirtualHosts() throws Exception {
    TestRabbit rabbit = TestRabbit.shared();
    assertThat(TestRabbit.shared()).isSameAs(rabbit);
    assertThat(rabbit.isRealRabbit()).isEqualTo(rabbit.kind() != TestRabbit.Kind.EMBEDDED_QPID);
    try (AmqpClient one = new AmqpClient(rabbit.freshUri());
        AmqpClient two = new AmqpClient(rabbit.freshUri())) {
      one.put("same-name", "one");
      two.put("same-name", "two");
      assertThat(one.takeAll("same-name")).contains("one");
    }
  }

  @Test
  void aGivenOneIsTakenAndNeverReplaced() throws Exception {
    System.setProperty(TestRabbit.PROPERTY, TestRabbit.shared().uri());
    try (TestRabbit given = TestRabbit.choose()) {
      assertThat(given.kind()).isEqualTo(TestRabbit.Kind.GIVEN);
      System.setProperty(GivenHosts.MANAGEMENT, "http://127.0.0.1:1");
      assertThat(given.freshUri()).isEqualTo(TestRabbit.shared().uri());
      System.setProperty(TestRabbit.PROPERTY, "amqp://127.0.0.1:1");
      assertThatThrownBy(TestRabbit::choose).hasMessageContaining("can't be reached");
    } finally {
      System.clearProperty(TestRabbit.PROPERTY);
      System.clearProperty(GivenHosts.MANAGEMENT);
    }
  }

  @Test
  void embeddedQpidTakesAndReturnsMessages() throws Exception {
    try (QpidBroker broker = QpidBroker.started()) {
      try (AmqpClient client = new AmqpClient(broker.amqpUri())) {
        client.put("orders", "one");
        assertThat(client.takeAll("orders")).containsExactly("one");
      }
      broker.restart();
      try (AmqpClient client = new AmqpClient(broker.amqpUri())) {
        client.put("orders", "two");
        assertThat(client.takeAll("orders")).containsExactly("two");
      }
    }
  }
}
