package dev.pontoon.source.jms;

import dev.pontoon.config.Connection.Jms;
import dev.pontoon.source.StandbyException;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import org.jspecify.annotations.Nullable;

/** One connection with its one transacted session and its one consumer. */
record JmsLink(
    Connection connection, Session session, MessageConsumer consumer, @Nullable QpidLink qpid)
    implements AutoCloseable {

  /** Hears that the connection ended by itself, on any thread, perhaps while it is being opened. */
  interface Ending {
    void ended(String cause);
  }

  /**
   * Connects and subscribes; messages flow from now on.
   *
   * @param gate what is too large for it is not loaded
   */
  static JmsLink open(
      ConnectionFactory factory, Jms settings, Subscription what, SizeGate gate, Ending ending)
      throws JMSException, StandbyException {
    if (ArtemisClient.isArtemis(factory)) {
      ArtemisClient.guard(factory, gate);
    } else if (QpidLink.isQpid(factory)) {
      QpidLink.prepare(factory, gate);
    }
    Connection connection =
        settings.username() == null
            ? factory.createConnection()
            : factory.createConnection(settings.username(), password(settings));
    try {
      // Some providers take the client id only as the very first call.
      what.identify(connection, settings);
      ClassicClient.prepare(connection, () -> ending.ended("the connection was interrupted"));
      connection.setExceptionListener(
          failure -> ending.ended("the connection failed: " + failure.getMessage()));
      boolean isQpid = QpidLink.isQpid(connection);
      if (isQpid) {
        QpidLink.connect(connection);
      }
      Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
      ClassicClient.guard(connection, gate);
      QpidLink qpid = isQpid ? QpidLink.guard(connection, session, gate) : null;
      MessageConsumer consumer = what.subscribe(connection, session);
      connection.start();
      return new JmsLink(connection, session, consumer, qpid);
    } catch (JMSException | RuntimeException | StandbyException e) {
      try {
        connection.close();
      } catch (JMSException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
  }

  /** Asks the client for what it does not tell by itself. */
  void look() {
    if (qpid != null) {
      qpid.look();
    }
  }

  private static @Nullable String password(Jms settings) {
    return settings.password() == null ? null : settings.password().reveal();
  }

  /** Gives back what was not committed. May hang with a dead broker. */
  @Override
  public void close() throws JMSException {
    connection.close();
  }
}
