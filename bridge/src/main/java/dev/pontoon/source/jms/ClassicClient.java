package dev.pontoon.source.jms;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.InflaterInputStream;
import org.apache.activemq.ActiveMQConnection;
import org.apache.activemq.ActiveMQPrefetchPolicy;
import org.apache.activemq.MaxFrameSizeExceededException;
import org.apache.activemq.RedeliveryPolicy;
import org.apache.activemq.broker.region.policy.RedeliveryPolicyMap;
import org.apache.activemq.command.ActiveMQBlobMessage;
import org.apache.activemq.command.ActiveMQMessage;
import org.apache.activemq.command.ActiveMQObjectMessage;
import org.apache.activemq.openwire.OpenWireFormat;
import org.apache.activemq.transport.TransportListener;
import org.apache.activemq.transport.failover.FailoverTransport;
import org.apache.activemq.transport.tcp.TcpTransport;
import org.apache.activemq.util.ByteSequence;
import org.jspecify.annotations.Nullable;

/** What the client of ActiveMQ Classic needs beyond the JMS API. */
final class ClassicClient {
  /**
   * Deliveries that may wait in the client, where the user sets nothing else. Classic counts
   * messages, not bytes, and the default of 1,000 can be more than the memory.
   */
  static final int PREFETCH = 32;

  /** The largest message that may be fetched ahead, {@value #PREFETCH} times for each route. */
  static final long AHEAD = 64L << 10;

  /** What a frame has beside the body: properties, destinations, ids. */
  private static final long FRAME = 64L << 10;

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

  /**
   * Lets the client read no frame that the gate does not take: it ends the connection instead, and
   * what was not committed comes again. The broker's own limit, which client and broker agree upon
   * when they connect, is left as it is: a broker that may not send a message ends the connection
   * too, and says nothing. So this comes after they have agreed, and before there is a consumer.
   *
   * <p>A transport that reconnects by itself would do so without the limit: it may not any more.
   */
  static void guard(Connection connection, SizeGate gate) {
    if (!(connection instanceof ActiveMQConnection classic)) {
      return;
    }
    if (!gate.ahead()) {
      classic.getPrefetchPolicy().setQueuePrefetch(0);
      classic.getPrefetchPolicy().setDurableTopicPrefetch(0);
    }
    FailoverTransport failover = classic.getTransport().narrow(FailoverTransport.class);
    if (failover != null) {
      failover.setMaxReconnectAttempts(0);
    }
    TcpTransport socket = classic.getTransport().narrow(TcpTransport.class);
    if (socket != null && socket.getWireFormat() instanceof OpenWireFormat format) {
      socket.setTransportListener(new Frames(socket.getTransportListener(), gate));
      format.setMaxFrameSizeEnabled(true);
      format.setMaxFrameSize(Math.min(format.getMaxFrameSize(), gate.largest() + FRAME));
    }
  }

  /** Whether a message may pass that has come through: by what it holds when it is unpacked. */
  static boolean passes(Message message, SizeGate gate) throws JMSException {
    if (!(message instanceof ActiveMQMessage classic) || classic.getContent() == null) {
      return true;
    }
    boolean plain = message instanceof BytesMessage || message instanceof ObjectMessage;
    long size = classic.getContent().getLength();
    if (classic.isCompressed()) {
      size = Math.max(size, inflated(classic.getContent(), gate.largest() + 1));
    }
    return gate.passes(SizeGate.weight(size, plain));
  }

  /** Counts without keeping anything, and not further than it has to. */
  private static long inflated(ByteSequence content, long most) {
    // A BytesMessage has its length in front of what is compressed.
    long direct = inflated(content, 0, most);
    return direct > 0 ? direct : inflated(content, Integer.BYTES, most);
  }

  private static long inflated(ByteSequence content, int skipped, long most) {
    byte[] part = new byte[8192];
    long size = 0;
    int length = content.getLength() - skipped;
    if (length <= 0) {
      return 0;
    }
    InputStream packed =
        new ByteArrayInputStream(content.getData(), content.getOffset() + skipped, length);
    try (InputStream in = new InflaterInputStream(packed)) {
      for (int n = in.read(part); n >= 0 && size <= most; n = in.read(part)) {
        size += n;
      }
    } catch (IOException e) {
      // Damaged, or not compressed here: reading it says so.
      return size;
    }
    return size;
  }

  private static void prefetch(ActiveMQPrefetchPolicy policy) {
    if (policy.getQueuePrefetch() == ActiveMQPrefetchPolicy.DEFAULT_QUEUE_PREFETCH) {
      policy.setQueuePrefetch(PREFETCH);
    }
    // For a look at what waits: one message after the other.
    policy.setQueueBrowserPrefetch(1);
    if (policy.getDurableTopicPrefetch() == ActiveMQPrefetchPolicy.DEFAULT_DURABLE_TOPIC_PREFETCH) {
      policy.setDurableTopicPrefetch(PREFETCH);
    }
  }

  /** The queue's name with the option that makes its reader the only one. */
  static String exclusive(String queue) {
    return queue + (queue.contains("?") ? "&" : "?") + "consumer.exclusive=true";
  }

  /** Hears of a frame that is too large before anybody reacts to it. */
  private record Frames(TransportListener behind, SizeGate gate) implements TransportListener {
    private static final Pattern SIZE = Pattern.compile("(\\d+)(?:\\.\\d+)? ?([KMG]?)B");

    /** The client tells it for people only, and rounded. */
    private static long size(String text) {
      Matcher matcher = SIZE.matcher(text);
      if (!matcher.find()) {
        return 0;
      }
      int unit = 10 * ("KMG".indexOf(matcher.group(2)) + (matcher.group(2).isEmpty() ? 0 : 1));
      return Long.parseLong(matcher.group(1)) << unit;
    }

    @Override
    public void onCommand(Object command) {
      behind.onCommand(command);
    }

    @Override
    public void onException(IOException error) {
      if (error instanceof MaxFrameSizeExceededException) {
        gate.met(size(String.valueOf(error.getMessage())));
      }
      behind.onException(error);
    }

    @Override
    public void transportInterupted() {
      behind.transportInterupted();
    }

    @Override
    public void transportResumed() {
      behind.transportResumed();
    }
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
