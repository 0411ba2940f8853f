package dev.pontoon.bench.measure;

import dev.pontoon.bench.stage.Job;
import dev.pontoon.bench.stage.Line;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the topics of one round, committed records only, after the race and not during it. */
public final class TopicWatch implements Watch {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration FIRST = Duration.ofSeconds(60);
  private static final Duration STALL = Duration.ofSeconds(20);
  private static final double NEARLY = 0.98;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Arrivals arrivals;
  private final int expected;

  public TopicWatch(Job job) {
    this.consumer = consumer(job);
    this.expected = job.workload().messages();
    this.arrivals = new Arrivals(expected);
  }

  /** Reads all topics of a job from their beginning, what is committed. */
  static KafkaConsumer<byte[], byte[]> consumer(Job job) {
    Map<String, Object> p = new HashMap<>();
    p.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, job.stage().kafka().bootstrap());
    p.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    p.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    p.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 << 20);
    // Kafka's 64 KiB hold less than one segment of loopback's: a full one then stalls for TCP's 0.2
    // s.
    p.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, 1 << 20);
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(p, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions = new ArrayList<>();
    for (Line line : job.lines()) {
      for (int i = 0; i < job.workload().partitions(); i++) {
        partitions.add(new TopicPartition(line.name(), i));
      }
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }

  @Override
  public void await(BooleanSupplier alive) throws InterruptedException {
    long before = 0;
    long end = System.nanoTime() + FIRST.toNanos();
    while (before < expected * NEARLY && alive.getAsBoolean()) {
      long now = written();
      if (now > before) {
        before = now;
        end = System.nanoTime() + STALL.toNanos();
      } else if (System.nanoTime() - end > 0) {
        break;
      }
      // A look costs the contestants CPU time, and Kafka tells nobody that a topic has grown.
      Thread.sleep(POLL.toMillis());
    }
    end = System.nanoTime() + STALL.toNanos();
    while (!arrivals.complete() && System.nanoTime() - end < 0 && alive.getAsBoolean()) {
      if (poll() > 0) {
        end = System.nanoTime() + STALL.toNanos();
      }
    }
  }

  @Override
  public Arrivals finish() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      poll();
    }
    return arrivals;
  }

  @Override
  public void close() {
    consumer.close();
  }

  private long written() {
    return consumer.endOffsets(consumer.assignment()).values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  private int poll() {
    int count = 0;
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      arrivals.add(record.value(), record.timestamp());
      count++;
    }
    return count;
  }
}
