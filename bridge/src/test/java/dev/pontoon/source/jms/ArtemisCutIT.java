package dev.pontoon.source.jms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.config.Connection.Jms;
import dev.pontoon.config.From.JmsQueue;
import dev.pontoon.rig.fault.Seed;
import dev.pontoon.rig.fault.TcpProxy;
import dev.pontoon.rig.jms.ArtemisBroker;
import dev.pontoon.rig.jms.JmsBrokerProcess;
import dev.pontoon.rig.jms.JmsKind;
import dev.pontoon.rig.jms.JmsSetup;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * An Artemis that hears of received messages while their reader's connection ends keeps some of
 * them to itself until it is restarted: the next reader misses them, and they come back behind
 * later ones. So it must hear of them at the commit only.
 */
@Timeout(300)
class ArtemisCutIT {
  private static final String QUEUE = ArtemisBroker.EXCLUSIVE + ".cut";
  private static final String NUMBER = "number";
  private static final int CUTS = 40;
  private static final int STEP = 400;

  /** Together more than the client by itself would tell the broker of at once, which is 1 MiB. */
  private static final int BODY = 1_000;

  private static final int MOST = 2_000;

  private final ExecutorService goodbyes = Executors.newCachedThreadPool();

  @AfterEach
  void endGoodbyes() {
    goodbyes.shutdownNow();
  }

  @Test
  void whatACutReaderHeldComesToTheNextOneInOrder() throws Exception {
    SplittableRandom random = new SplittableRandom(Seed.printed("Artemis cut"));
    try (JmsBrokerProcess broker = JmsBrokerProcess.started(JmsKind.ARTEMIS, JmsSetup.onDisk());
        TcpProxy proxy = TcpProxy.to(broker.port())) {
      int published = CUTS * STEP + 2 * MOST;
      publish(broker.connectionFactory(), published);
      Jms settings = settings(proxy.port());
      int next = 0;
      for (int cut = 0; cut < CUTS; cut++) {
        JmsLink link = open(settings);
        next = read(link, next, STEP);
        link.session().commit();
        read(link, next, random.nextInt(1, MOST));
        proxy.reset();
        // The client may wait for half a minute for the broker's answer to its good-bye.
        var unused = goodbyes.submit(() -> close(link));
      }
      try (JmsLink link = open(settings)) {
        next = read(link, next, published - next);
        link.session().commit();
        assertThat(link.consumer().receive(500)).isNull();
      }
      assertThat(next).isEqualTo(published);
    }
  }

  /** Each must be the one behind the one before. */
  private static int read(JmsLink link, int first, int count) throws JMSException {
    int next = first;
    while (next < first + count) {
      Message message = link.consumer().receive(10_000);
      assertThat(message).as("message %d", next).isNotNull();
      assertThat(message.getIntProperty(NUMBER)).isEqualTo(next);
      next++;
    }
    return next;
  }

  private static JmsLink open(Jms settings) throws Exception {
    ConnectionFactory factory =
        new JmsConnectionFactories(ArtemisCutIT.class.getClassLoader()).create(settings);
    Subscription what = Subscription.of(new JmsQueue("legacy", QUEUE, null), true);
    return JmsLink.open(factory, settings, what, SizeGate.open(), why -> {});
  }

  private static @Nullable Void close(JmsLink link) throws JMSException {
    link.close();
    return null;
  }

  private static Jms settings(int port) {
    Map<String, Object> address = Map.of("brokerURL", "tcp://127.0.0.1:" + port);
    String factory = "org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory";
    return new Jms("legacy", factory, address, null, null, null, null, 1 << 20);
  }

  private static void publish(ConnectionFactory factory, int count) throws JMSException {
    try (Connection connection = factory.createConnection()) {
      Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
      MessageProducer producer = session.createProducer(session.createQueue(QUEUE));
      for (int number = 0; number < count; number++) {
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(new byte[BODY]);
        message.setIntProperty(NUMBER, number);
        producer.send(message);
        if (number % STEP == 0) {
          session.commit();
        }
      }
      session.commit();
    }
  }
}
