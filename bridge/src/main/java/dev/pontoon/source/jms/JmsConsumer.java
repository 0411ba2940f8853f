package dev.pontoon.source.jms;

import dev.pontoon.config.Connection.Jms;
import dev.pontoon.config.From;
import dev.pontoon.config.RouteConfig.Readers;
import dev.pontoon.source.Attachment;
import dev.pontoon.source.SourceConsumer;
import dev.pontoon.source.SourceRuntime;
import dev.pontoon.source.StandbyException;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
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

  private final Jms settings;
  private final Subscription subscription;
  private final JmsConnectionFactories factories =
      new JmsConnectionFactories(JmsConsumer.class.getClassLoader());
  private final TimeLimit timeLimit;
  private final DamagedMessages damaged;

  JmsConsumer(
      Endpoint endpoint, Processor processor, SourceRuntime runtime, Jms settings, From from) {
    super(endpoint, processor, runtime);
    this.settings = settings;
    boolean exclusive = runtime.route().readers() == Readers.EXCLUSIVE;
    this.subscription = Subscription.of(from, exclusive);
    this.timeLimit = new TimeLimit(runtime.workers());
    this.damaged = new DamagedMessages(runtime.origin());
  }

  @Override
  protected Attachment attach() throws Exception {
    String tried = settings.name() + ", " + subscription.text() + ": ";
    ConnectionFactory factory = factories.create(settings);
    JmsAttachment attachment =
        new JmsAttachment(
            runtime(),
            damaged,
            timeLimit,
            this::dispatch,
            (ended, why) -> lost(ended, tried + why, GIVING_BACK));
    try {
      attachment.use(
          timeLimit.open(
              () -> JmsLink.open(factory, settings, subscription, attachment::ended),
              CONNECT_LIMIT));
      return attachment;
    } catch (JMSException | RuntimeException e) {
      throw new AttachException(tried, e);
    } catch (StandbyException e) {
      throw new StandbyException(tried + e.getMessage());
    } catch (TimeoutException e) {
      throw new AttachException(
          tried + "no connection within " + CONNECT_LIMIT.toSeconds() + " s: is the broker up?", e);
    }
  }

  /** Says what was tried. */
  private static final class AttachException extends Exception {
    AttachException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
