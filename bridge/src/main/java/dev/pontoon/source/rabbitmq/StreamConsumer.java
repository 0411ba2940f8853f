package dev.pontoon.source.rabbitmq;

import dev.pontoon.config.From;
import dev.pontoon.delivery.Lane;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.source.Attachment;
import dev.pontoon.source.Causes;
import dev.pontoon.source.SourceConsumer;
import dev.pontoon.source.SourceRuntime;
import java.time.Duration;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a RabbitMQ stream, which keeps its messages; the lane keeps how far it has read. */
public final class StreamConsumer extends SourceConsumer implements StreamAttachment.Owner {
  private static final Logger LOG = LoggerFactory.getLogger(StreamConsumer.class);

  /** What retention has removed does not come back; somebody may change the route or the stream. */
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

  private final RabbitConnector connector;
  private final From.RabbitStream from;
  private final StreamBeginnings beginnings = new StreamBeginnings();
  private volatile String said = "";
  private volatile boolean withoutProtocol;

  StreamConsumer(
      Endpoint endpoint,
      Processor processor,
      SourceRuntime runtime,
      RabbitConnector connector,
      From.RabbitStream from) {
    super(endpoint, processor, runtime);
    this.connector = connector;
    this.from = from;
  }

  @Override
  protected Attachment attach() throws Exception {
    StreamAttachment attachment = new StreamAttachment(this, from, beginnings);
    attachment.over(connect(attachment));
    return attachment;
  }

  private StreamLink connect(StreamLink.Receiver receiver) throws Exception {
    try {
      return new StreamProtocolLink(
          connector,
          runtime().origin(),
          from,
          task -> runtime().workers().runAfter(PartitionWatch.LOOK, task),
          receiver);
    } catch (StreamNodes.UnreachableException e) {
      if (!withoutProtocol) {
        withoutProtocol = true;
        LOG.atWarn()
            .addKeyValue("route", runtime().route().id())
            .addKeyValue("detail", Causes.of(e))
            .log("stream is read over AMQP 0-9-1, which is slower");
      }
      return new AmqpStreamLink(
          connector, runtime().origin(), from, runtime().maxInFlight(), receiver);
    }
  }

  @Override
  public void later(Runnable task) {
    runtime().workers().run(task);
  }

  @Override
  public void deliver(Lane.Session session, LegacyMessage message) throws InterruptedException {
    var unused = dispatch(session, message);
  }

  @Override
  public void connectionLost(StreamAttachment attachment, String why) {
    lost(attachment, why);
  }

  @Override
  public void missing(StreamGap gap) {
    if (!gap.sentence().equals(said)) {
      said = gap.sentence();
      runtime().metrics().gaps.increment();
      LOG.atError()
          .addKeyValue("route", runtime().route().id())
          .addKeyValue("stream", gap.stream())
          .addKeyValue("detail", gap.sentence())
          .addKeyValue("onGap", from.onGap())
          .log("messages of a stream are missing");
    }
  }

  @Override
  public void stopped(StreamAttachment attachment, StreamGap gap) {
    lost(
        attachment,
        gap.sentence() + "; write from.rabbitmq.on-gap: continue to go on behind them",
        LOOK_AGAIN);
  }
}
