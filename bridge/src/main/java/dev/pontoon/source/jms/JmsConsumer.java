package dev.pontoon.source.jms;

import dev.pontoon.config.Connection.Jms;
import dev.pontoon.config.From;
import dev.pontoon.config.From.JmsQueue;
import dev.pontoon.config.RouteConfig.Readers;
import dev.pontoon.source.Attachment;
import dev.pontoon.source.SourceConsumer;
import dev.pontoon.source.SourceRuntime;
import dev.pontoon.source.StandbyException;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;

/**
 * Reads a JMS queue or durable subscription in transacted batches: many messages are on their way
 * to Kafka at once, and the broker's transaction is committed when all are there.
 */
final class JmsConsumer extends SourceConsumer {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(20);

  /**
   * A broker gives back what a lost connection held some time after it has noticed; who reads
   * before that gets later messages first (seen with Artemis, exclusive queues too).
   */
  private static final Duration GIVING_BACK = Duration.ofSeconds(1);

  private final Clock clock = Clock.systemUTC();
  private final Jms settings;
  private final Subscription subscription;
  private final JmsConnectionFactories factories =
      new JmsConnectionFactories(JmsConsumer.class.getClassLoader());
  private final TimeLimit timeLimit;
  private final DamagedMessages damaged;
  private final Fetching fetching;
  private final String tried;

  JmsConsumer(
      Endpoint endpoint, Processor processor, SourceRuntime runtime, Jms settings, From from) {
    super(endpoint, processor, runtime);
    this.settings = settings;
    boolean exclusive = runtime.route().readers() == Readers.EXCLUSIVE;
    this.subscription = Subscription.of(from, exclusive);
    this.timeLimit = new TimeLimit();
    this.damaged = new DamagedMessages(runtime.origin());
    this.fetching = new Fetching(settings.maxMessageSize(), runtime.sources().largeRoom(), clock);
    this.tried = settings.name() + ", " + subscription.text() + ": ";
  }

  @Override
  protected Attachment attach() throws Exception {
    ConnectionFactory factory = factories.create(settings);
    SizeGate gate =
        fetching.gate(ArtemisClient.isArtemis(factory) ? ArtemisClient.AHEAD : ClassicClient.AHEAD);
    JmsAttachment attachment = attachment(gate);
    try {
      JmsLink link =
          timeLimit.open(
              () -> JmsLink.open(factory, settings, subscription, gate, attachment::ended),
              CONNECT_LIMIT);
      JmsQueue queue = subscription.queue();
      attachment.use(
          link,
          queue == null
              ? null
              : new IdleLook(link.connection(), queue, clock, what -> lacks(attachment, what)));
      return attachment;
    } catch (JMSException | RuntimeException e) {
      throw new AttachException(tried, e);
    } catch (LinkageError e) {
      throw new AttachException(
          tried + JmsConnectionFactories.lacking(factory.getClass().getName(), e), e);
    } catch (StandbyException e) {
      throw new StandbyException(tried + e.getMessage());
    } catch (TimeoutException e) {
      throw new AttachException(tried + late(e), e);
    }
  }

  private JmsAttachment attachment(SizeGate gate) {
    AtomicBoolean told = new AtomicBoolean();
    return new JmsAttachment(
        runtime(),
        damaged,
        timeLimit,
        this::dispatch,
        fetching,
        gate,
        (ended, why) -> {
          if (told.compareAndSet(false, true)) {
            ended(ended, gate, why);
          }
        });
  }

  private static String late(TimeoutException e) {
    return e.getMessage() == null
        ? "no connection within " + CONNECT_LIMIT.toSeconds() + " s: is the broker up?"
        : e.getMessage();
  }

  private void ended(Attachment ended, SizeGate gate, String why) {
    if (gate.shut()) {
      Fetching.Verdict verdict = fetching.met(gate);
      lost(ended, tried + verdict.text(), verdict.pause());
    } else {
      lost(ended, tried + why, GIVING_BACK);
    }
  }

  /** Says what was tried. */
  private static final class AttachException extends Exception {
    AttachException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
