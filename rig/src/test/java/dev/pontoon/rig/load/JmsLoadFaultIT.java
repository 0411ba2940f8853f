package dev.pontoon.rig.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.rig.fault.Fault;
import dev.pontoon.rig.fault.FaultSchedule;
import dev.pontoon.rig.fault.Seed;
import dev.pontoon.rig.jms.JmsBroker;
import dev.pontoon.rig.jms.JmsBrokerProcess;
import dev.pontoon.rig.jms.JmsKind;
import dev.pontoon.rig.jms.JmsSetup;
import dev.pontoon.rig.ledger.Balance;
import dev.pontoon.rig.ledger.Entry;
import dev.pontoon.rig.ledger.Ledger;
import dev.pontoon.rig.ledger.Tally;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JmsLoadFaultIT {

  @ParameterizedTest
  @EnumSource
  void whatIsCommittedIsInTheQueueWhateverHappens(JmsKind kind) throws Exception {
    long seed = Seed.printed("JmsLoad " + kind);
    Ledger ledger = new Ledger("load", 7);
    Duration pause = Duration.ofSeconds(1);
    try (JmsBrokerProcess broker = JmsBrokerProcess.started(kind, JmsSetup.onDisk())) {
      List<Fault> faults =
          List.of(
              Fault.of("kill -9", broker::kill9, broker::start),
              Fault.of("stop", broker::stop, broker::start),
              Fault.of("freeze", broker::freeze, broker::thaw));
      try (FaultSchedule schedule = FaultSchedule.random(seed, 3, pause, pause, faults).start();
          JmsLoad load =
              new JmsLoad(
                  broker.connectionFactory(),
                  "load",
                  ledger,
                  Payloads.mixed(seed),
                  seed,
                  50,
                  Duration.ofSeconds(60))) {
        while (!schedule.isOver()) {
          load.publish(120);
        }
        load.publish(120);
        schedule.awaitEnd();
      }
      Balance balance = drain(broker, ledger);
      balance.assertNothingLost().assertNoDuplicates().assertOrderPerKey();
      assertThat(balance.confirmed()).isEqualTo(balance.published()).isGreaterThan(120);
    }
  }

  private static Balance drain(JmsBroker broker, Ledger ledger) throws Exception {
    Tally tally = ledger.tally();
    try (Connection connection = broker.connectionFactory().createConnection();
        Session session = connection.createSession()) {
      connection.start();
      MessageConsumer consumer = session.createConsumer(session.createQueue("load"));
      for (Message next = consumer.receive(5_000); next != null; next = consumer.receive(1_000)) {
        assertThat(next.getStringProperty(Entry.KEY)).startsWith("key-");
        tally.stored(next.getStringProperty(Entry.ID));
      }
    }
    return tally.balance();
  }
}
