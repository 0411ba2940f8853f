package dev.pontoon.bench.contestant;

import dev.pontoon.bench.stage.Job;
import dev.pontoon.bench.stage.Line;
import dev.pontoon.bench.stage.Source;
import dev.pontoon.rig.rabbit.RabbitNode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** RabbitMQ's own mover, from queue to queue inside one node: what the broker alone can do. */
final class Shovel implements Contestant {

  @Override
  public String name() {
    return "shovel";
  }

  @Override
  public String settings() {
    return "RabbitMQ's shovel from queue to queue in one node, no Kafka: ack-mode on-confirm, prefetch"
        + " 1000. It runs inside the broker, so that it has no cost of its own to show.";
  }

  @Override
  public boolean reads(Source source) {
    return source == Source.RABBIT_CLASSIC;
  }

  @Override
  public boolean reachesKafka() {
    return false;
  }

  @Override
  public Running start(Job job) {
    RabbitNode node = job.stage().rabbit();
    for (Line line : job.lines()) {
      node.ctl("set_parameter", "shovel", line.name(), definition(line));
    }
    return new Running() {
      private boolean closed;

      @Override
      public long pid() {
        return Running.NONE;
      }

      @Override
      public @Nullable Path gcLog() {
        return null;
      }

      @Override
      public void close() {
        if (closed) {
          return;
        }
        closed = true;
        for (Line line : job.lines()) {
          node.ctl("clear_parameter", "shovel", line.name());
        }
      }
    };
  }

  private static String definition(Line line) {
    return "{\"src-protocol\":\"amqp091\",\"src-uri\":\"amqp://\",\"src-queue\":\""
        + line.name()
        + "\",\"src-prefetch-count\":1000,\"dest-protocol\":\"amqp091\",\"dest-uri\":\"amqp://\","
        + "\"dest-queue\":\""
        + line.moved()
        + "\",\"ack-mode\":\"on-confirm\"}";
  }
}
