package dev.pontoon.bench.measure;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import dev.pontoon.bench.stage.Job;
import dev.pontoon.bench.stage.Line;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** Looks every 20 ms how long the target queues are, and reads them when all is over. */
public final class QueueWatch implements Watch {

  private static final long STEP_MILLIS = 20;
  private static final Duration FIRST = Duration.ofSeconds(60);
  private static final Duration STALL = Duration.ofSeconds(20);

  private final Job job;
  private final Connection connection;
  private final Channel channel;

  /** How many were there, and since when. */
  private final NavigableMap<Long, Long> growth = new TreeMap<>();

  /** Makes the target queues. */
  public QueueWatch(Job job) throws Exception {
    this.job = job;
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(job.stage().rabbit().amqpUri());
    this.connection = factory.newConnection("bench");
    this.channel = connection.createChannel();
    for (Line line : job.lines()) {
      channel.queueDeclare(line.moved(), true, false, false, Map.of());
    }
  }

  @Override
  public void await(BooleanSupplier alive) throws IOException, InterruptedException {
    growth.put(0L, System.currentTimeMillis());
    long end = System.nanoTime() + FIRST.toNanos();
    while (growth.lastKey() < job.workload().messages() && alive.getAsBoolean()) {
      long count = 0;
      for (Line line : job.lines()) {
        count += channel.messageCount(line.moved());
      }
      if (count > growth.lastKey()) {
        growth.put(count, System.currentTimeMillis());
        end = System.nanoTime() + STALL.toNanos();
      } else if (System.nanoTime() - end > 0) {
        return;
      }
      // The distance of the measuring points: no broker tells how its queues grow.
      Thread.sleep(STEP_MILLIS);
    }
  }

  @Override
  public Arrivals finish() throws IOException {
    Arrivals arrivals = new Arrivals(job.workload().messages());
    long count = 0;
    for (Line line : job.lines()) {
      GetResponse next = channel.basicGet(line.moved(), true);
      for (; next != null; next = channel.basicGet(line.moved(), true)) {
        arrivals.add(next.getBody(), time(++count));
      }
    }
    return arrivals;
  }

  @Override
  public void close() throws IOException {
    try {
      for (Line line : job.lines()) {
        channel.queueDelete(line.moved());
      }
    } finally {
      connection.close();
    }
  }

  /** Between two looks they are taken to have come evenly. */
  private long time(long count) {
    Map.Entry<Long, Long> after = growth.ceilingEntry(count);
    Map.Entry<Long, Long> before = growth.lowerEntry(count);
    if (after == null || before == null) {
      return growth.lastEntry().getValue();
    }
    double part = (double) (count - before.getKey()) / (after.getKey() - before.getKey());
    return before.getValue() + Math.round(part * (after.getValue() - before.getValue()));
  }
}
