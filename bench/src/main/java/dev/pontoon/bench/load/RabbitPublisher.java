package dev.pontoon.bench.load;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.pontoon.bench.stage.Job;
import dev.pontoon.bench.stage.Line;
import java.io.IOException;
import java.util.List;

/** Persistent messages, confirmed at the end. */
final class RabbitPublisher implements PacedPublisher {

  private static final long CONFIRM_MILLIS = 60_000;

  private final Connection connection;
  private final Channel channel;
  private final List<Line> lines;

  RabbitPublisher(Job job) throws Exception {
    this.connection = RabbitFill.connect(job);
    this.channel = connection.createChannel();
    this.lines = job.lines();
    channel.confirmSelect();
  }

  @Override
  public void send(long number, byte[] body) throws IOException {
    String queue = lines.get((int) (number % lines.size())).name();
    channel.basicPublish("", queue, RabbitFill.properties(number), body);
  }

  @Override
  public void flush() {
    // Each message is on its way as soon as it is sent.
  }

  @Override
  public void close() throws Exception {
    try {
      channel.waitForConfirmsOrDie(CONFIRM_MILLIS);
    } finally {
      connection.close();
    }
  }
}
