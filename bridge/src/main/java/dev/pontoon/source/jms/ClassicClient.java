package dev.pontoon.source.jms;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import java.io.IOException;
import org.apache.activemq.ActiveMQConnection;
import org.apache.activemq.ActiveMQPrefetchPolicy;
import org.apache.activemq.RedeliveryPolicy;
import org.apache.activemq.broker.region.policy.RedeliveryPolicyMap;
import org.apache.activemq.command.ActiveMQBlobMessage;
import org.apache.activemq.command.ActiveMQObjectMessage;
import org.apache.activemq.transport.TransportListener;
import org.apache.activemq.util.ByteSequence;
import org.jspecify.annotations.Nullable;

/** What the client of ActiveMQ Classic needs beyond the JMS API. */
final class ClassicClient {
  /**
   * Deliveries that may wait in the client, where the user sets nothing else. Classic counts
   * messages, not bytes, and the default of 1,000 can be more than the memory.
   */
  static final int PREFETCH = 32;

  private ClassicClient() {}

  static boolean isClassic(Connection connection) {
    return connection instanceof ActiveMQConnection;
  }

  /** A message whose content lies on another server. */
  static boolean isBlob(Message message) {
    return message instanceof ActiveMQBlobMessage;
  }

  /** Where that is: the address is all that the message has. */
  static String blob(Message message) {
    String address = ((ActiveMQBlobMessage) message).getRemoteBlobUrl();
    return "the body lies on another server, which is not asked: " + address;
  }

  /** An object message made of its serialised form, which is not read; null for other clients. */
  static @Nullable Message object(Session session, byte[] serialised) throws JMSException {
    ObjectMessage message = session.createObjectMessage();
    if (message instanceof ActiveMQObjectMessage classic) {
      classic.setContent(new ByteSequence(serialised));
      return classic;
    }
    return null;
  }

  /**
   * Makes a fresh connection safe: a lost connection never counts as a failed message (the client
   * would move messages to the dead-letter queue after six of them), and a transport that
   * reconnects by itself ends the attachment, because what was received before can't be committed.
   */
  static void prepare(Connection connection, Runnable interrupted) {
    if (connection instanceof ActiveMQConnection classic) {
      RedeliveryPolicy never = new RedeliveryPolicy();
      never.setMaximumRedeliveries(RedeliveryPolicy.NO_MAXIMUM_REDELIVERIES);
      RedeliveryPolicyMap policies = new RedeliveryPolicyMap();
      policies.setDefaultEntry(never);
      classic.setRedeliveryPolicyMap(policies);
      prefetch(classic.getPrefetchPolicy());
      classic.addTransportListener(new Interruptions(interrupted));
    }
  }

  private static void prefetch(ActiveMQPrefetchPolicy policy) {
    if (policy.getQueuePrefetch() == ActiveMQPrefetchPolicy.DEFAULT_QUEUE_PREFETCH) {
      policy.setQueuePrefetch(PREFETCH);
    }
    if (policy.getDurableTopicPrefetch() == ActiveMQPrefetchPolicy.DEFAULT_DURABLE_TOPIC_PREFETCH) {
      policy.setDurableTopicPrefetch(PREFETCH);
    }
  }

  /** The queue's name with the option that makes its reader the only one. */
  static String exclusive(String queue) {
    return queue + (queue.contains("?") ? "&" : "?") + "consumer.exclusive=true";
  }

  /** The misspelt name is ActiveMQ's. */
  private record Interruptions(Runnable interrupted) implements TransportListener {
    @Override
    public void onCommand(Object command) {}

    @Override
    public void onException(IOException error) {}

    @Override
    public void transportInterupted() {
      interrupted.run();
    }

    @Override
    public void transportResumed() {}
  }
}
