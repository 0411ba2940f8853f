package dev.pontoon.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pontoon.message.OutboundRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FirstAloneTest {
  private static final Duration SOON = Duration.ofMillis(20);

  private final AtomicLong clock = new AtomicLong();

  @Test
  void theSecondRecordOfAPartitionLeavesWhenTheFirstIsConfirmed() {
    var producer = producer(1);
    FirstAlone sender = sender(producer, SOON);
    send(sender, "a", "1");
    assertThatThrownBy(() -> send(sender, "b", "2"))
        .isInstanceOf(TimeoutException.class)
        .hasMessageContaining("first record into partition 0");
    assertThat(values(producer)).containsExactly("1");

    assertThat(producer.completeNext()).isTrue();
    send(sender, "b", "2");
    send(sender, "a", "3");
    assertThat(values(producer)).containsExactly("1", "2", "3");
  }

  @Test
  void itWaitsForTheFirst() {
    var producer = producer(1);
    FirstAlone sender = sender(producer, Duration.ofSeconds(20));
    send(sender, "a", "1");
    var second = CompletableFuture.runAsync(() -> send(sender, "a", "2"));
    await().during(Duration.ofMillis(50)).until(() -> values(producer).equals(List.of("1")));
    assertThat(producer.completeNext()).isTrue();
    second.join();
    assertThat(values(producer)).containsExactly("1", "2");
  }

  @Test
  void ifTheFirstFailsTheNextIsTheFirst() {
    var producer = producer(1);
    FirstAlone sender = sender(producer, SOON);
    List<String> failures = new ArrayList<>();
    sender.send(record("a", "1"), (metadata, failure) -> failures.add("" + failure));
    assertThat(producer.errorNext(new IllegalArgumentException("too large"))).isTrue();
    assertThat(failures).singleElement().asString().contains("too large");
    send(sender, "a", "2");
    assertThatThrownBy(() -> send(sender, "a", "3")).isInstanceOf(TimeoutException.class);
  }

  @Test
  void aFirstThatWasNotEvenSentHoldsNobodyUp() {
    var producer = producer(1);
    FirstAlone sender = sender(producer, SOON);
    producer.sendException = new IllegalStateException("closed");
    assertThatThrownBy(() -> send(sender, "a", "1")).isInstanceOf(IllegalStateException.class);
    producer.sendException = null;
    send(sender, "a", "2");
    assertThat(values(producer)).containsExactly("2");
  }

  @Test
  void partitionsDoNotWaitForEachOther() {
    var producer = producer(3);
    FirstAlone sender = sender(producer, SOON);
    List<String> keys = List.of(keyOf(0, 3), keyOf(1, 3), keyOf(2, 3));
    keys.forEach(key -> send(sender, key, key));
    assertThat(partitions(producer)).containsExactly(0, 1, 2);
  }

  @Test
  void whoWasSilentForLongBeginsAgain() {
    var producer = producer(1);
    FirstAlone sender = sender(producer, SOON);
    send(sender, "a", "1");
    assertThat(producer.completeNext()).isTrue();
    clock.addAndGet(FirstAlone.KNOWN.toNanos());
    send(sender, "a", "2");
    send(sender, "a", "3");
    clock.addAndGet(1);
    send(sender, "a", "4");
    assertThatThrownBy(() -> send(sender, "a", "5")).isInstanceOf(TimeoutException.class);
  }

  @Test
  void recordsWithoutAKeyOpenEveryPartitionAndThenGoAnywhere() {
    var producer = producer(3);
    FirstAlone sender = sender(producer, SOON);
    IntStream.range(0, 3).forEach(i -> send(sender, null, "" + i));
    assertThat(partitions(producer)).containsExactly(0, 1, 2);
    assertThatThrownBy(() -> send(sender, null, "3")).isInstanceOf(TimeoutException.class);

    assertThat(producer.completeNext()).isTrue();
    send(sender, null, "3");
    assertThat(producer.history().get(3).partition()).isZero();

    while (producer.completeNext()) {
      // The others, too.
    }
    send(sender, null, "4");
    assertThat(producer.history().get(4).partition()).isNull();
  }

  @Test
  void keysGoWhereKafkasOwnProducerPutsThem() {
    var producer = producer(7);
    FirstAlone sender = sender(producer, SOON);
    for (int i = 0; i < 200; i++) {
      send(sender, "key-" + i, "" + i);
      while (producer.completeNext()) {
        // It is alone on its way.
      }
    }
    for (ProducerRecord<byte[], byte[]> sent : producer.history()) {
      assertThat(sent.partition()).isEqualTo(Utils.toPositive(Utils.murmur2(sent.key())) % 7);
    }
  }

  @Test
  void aTopicThatIsMadeAgainSmallerKeepsTheKeysWhereTheyWere() {
    Openings topic = new Openings(0);
    topic.count(6, 0);
    byte[] key = bytes(keyOf(4, 6));
    assertThat(topic.of(key)).isEqualTo(4);
    topic.count(3, 1);
    assertThat(topic.of(key)).isEqualTo(4);
    topic.count(7, 2);
    assertThat(topic.of(key)).isEqualTo(Utils.toPositive(Utils.murmur2(key)) % 7);
  }

  @Test
  void withOneRequestAtATimeEverythingIsLeftToTheProducer() {
    var producer = producer(2);
    FirstAlone sender = new FirstAlone(producer, SOON, false, clock::get);
    IntStream.range(0, 5).forEach(i -> send(sender, "a", "" + i));
    assertThat(producer.history()).hasSize(5).allMatch(it -> it.partition() == null);
  }

  @Test
  void whoIsInterruptedWhileItWaitsHasNotSent() {
    var producer = producer(1);
    FirstAlone sender = sender(producer, Duration.ofSeconds(20));
    send(sender, "a", "1");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> send(sender, "a", "2")).isInstanceOf(InterruptException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(values(producer)).containsExactly("1");
  }

  private FirstAlone sender(MockProducer<byte[], byte[]> producer, Duration patience) {
    return new FirstAlone(producer, patience, true, clock::get);
  }

  private static MockProducer<byte[], byte[]> producer(int partitions) {
    Node node = new Node(1, "localhost", 1);
    List<PartitionInfo> infos =
        IntStream.range(0, partitions)
            .mapToObj(it -> new PartitionInfo("orders", it, node, new Node[0], new Node[0]))
            .toList();
    Cluster cluster = new Cluster("test", List.of(node), infos, Set.of(), Set.of());
    return new MockProducer<>(
        cluster, false, null, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static void send(FirstAlone sender, @Nullable String key, String value) {
    sender.send(record(key, value), (metadata, failure) -> {});
  }

  private static OutboundRecord record(@Nullable String key, String value) {
    return new OutboundRecord(
        "orders", key == null ? null : bytes(key), bytes(value), 0, List.of());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> values(MockProducer<byte[], byte[]> producer) {
    return producer.history().stream()
        .map(it -> new String(it.value(), StandardCharsets.UTF_8))
        .toList();
  }

  private static List<Integer> partitions(MockProducer<byte[], byte[]> producer) {
    return producer.history().stream().map(ProducerRecord::partition).toList();
  }

  private static String keyOf(int partition, int partitions) {
    return IntStream.range(0, 1_000)
        .mapToObj(it -> "key-" + it)
        .filter(it -> Utils.toPositive(Utils.murmur2(bytes(it))) % partitions == partition)
        .findFirst()
        .orElseThrow();
  }
}
