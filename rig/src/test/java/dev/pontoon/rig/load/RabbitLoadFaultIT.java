package dev.pontoon.rig.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import dev.pontoon.rig.fault.Fault;
import dev.pontoon.rig.fault.FaultSchedule;
import dev.pontoon.rig.fault.Seed;
import dev.pontoon.rig.fault.TcpProxy;
import dev.pontoon.rig.ledger.Balance;
import dev.pontoon.rig.ledger.Entry;
import dev.pontoon.rig.ledger.Ledger;
import dev.pontoon.rig.ledger.Tally;
import dev.pontoon.rig.rabbit.RabbitInstall;
import dev.pontoon.rig.rabbit.RabbitNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RabbitLoadFaultIT {

  private static final String QUEUE = "load";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void whatIsConfirmedIsInTheQueueWhateverHappens() throws Exception {
    assumeTrue(RabbitNode.installed(), RabbitInstall.missing());
    long seed = Seed.printed("RabbitLoad");
    Ledger ledger = new Ledger("load", 7);
    try (RabbitNode node = RabbitNode.started();
        TcpProxy proxy = TcpProxy.to(node.amqpPort())) {
      declare(node);
      List<Fault> faults =
          List.of(
              Fault.of("reset", proxy::reset),
              Fault.of("black hole", proxy::blackHole, proxy::pass),
              Fault.of("close all", node::closeAllConnections),
              Fault.of("kill -9", node::kill9, node::start));
      Duration pause = Duration.ofSeconds(1);
      try (FaultSchedule schedule = FaultSchedule.random(seed, 5, pause, pause, faults).start();
          RabbitLoad load =
              new RabbitLoad(
                  node.amqpUri(proxy.port()),
                  "",
                  QUEUE,
                  ledger,
                  Payloads.mixed(seed),
                  seed,
                  PATIENCE)) {
        while (!schedule.isOver()) {
          load.publish(500);
        }
        load.publish(500);
        schedule.awaitEnd();
      }
      Balance balance = drain(node, ledger);
      balance.assertNothingLost().assertNoDuplicates().assertOrderPerKey();
      assertThat(balance.confirmed()).isEqualTo(balance.published()).isGreaterThan(500);
    }
  }

  @Test
  void aMessageThatFindsNoQueueIsNotSilentlyGone() throws Exception {
    assumeTrue(RabbitNode.installed(), RabbitInstall.missing());
    try (RabbitNode node = RabbitNode.started();
        RabbitLoad load =
            new RabbitLoad(
                node.amqpUri(),
                "",
                "nowhere",
                new Ledger("load", 1),
                Payloads.of(1, 10),
                1,
                PATIENCE)) {
      assertThatThrownBy(() -> load.publish(1)).hasMessageContaining("'nowhere'");
    }
  }

  private static void declare(RabbitNode node) throws Exception {
    try (Connection connection = connect(node);
        Channel channel = connection.createChannel()) {
      channel.queueDeclare(QUEUE, true, false, false, null);
    }
  }

  private static Balance drain(RabbitNode node, Ledger ledger) throws Exception {
    Tally tally = ledger.tally();
    try (Connection connection = connect(node);
        Channel channel = connection.createChannel()) {
      for (GetResponse got = channel.basicGet(QUEUE, true);
          got != null;
          got = channel.basicGet(QUEUE, true)) {
        assertThat(got.getProps().getHeaders()).containsKeys(Entry.ID, Entry.KEY);
        tally.stored(got.getProps().getMessageId());
      }
    }
    return tally.balance();
  }

  private static Connection connect(RabbitNode node) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(node.amqpUri());
    return factory.newConnection("test");
  }
}
