package dev.pontoon.demo;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.Locale;

/**
 * The payment system: text and map messages to the JMS queue {@value #QUEUE}, grouped by account.
 * Some belong to no account.
 */
final class PaymentPublisher implements Publisher {
  static final String QUEUE = "PAYMENTS";

  private static final int ACCOUNTS = 40;
  private static final int BAD_ONE_IN = 100;

  private final Connection connection;
  private final Session session;
  private final MessageProducer producer;
  private final Ledger ledger;

  PaymentPublisher(Connection connection, Ledger ledger) throws JMSException {
    this.connection = connection;
    this.session = connection.createSession(true, Session.SESSION_TRANSACTED);
    this.producer = session.createProducer(session.createQueue(QUEUE));
    this.ledger = ledger;
  }

  @Override
  public void publish(int count) throws JMSException {
    for (int i = 0; i < count; i++) {
      publishOne(ledger.sent());
    }
    session.commit();
    ledger.confirmAll();
  }

  private void publishOne(int number) throws JMSException {
    boolean bad = number % BAD_ONE_IN == BAD_ONE_IN / 2;
    double amount = 1 + number % 5000 / 100.0;
    Message message = number % 2 == 0 ? text(amount) : map(amount);
    message.setStringProperty(Ledger.HEADER, ledger.send(bad));
    if (!bad) {
      message.setStringProperty("JMSXGroupID", "account-" + number % ACCOUNTS);
    }
    producer.send(message);
  }

  private Message text(double amount) throws JMSException {
    return session.createTextMessage(String.format(Locale.ROOT, "%.2f EUR", amount));
  }

  private Message map(double amount) throws JMSException {
    MapMessage message = session.createMapMessage();
    message.setDouble("amount", amount);
    message.setString("currency", "EUR");
    return message;
  }

  @Override
  public void close() throws JMSException {
    connection.close();
  }
}
