package dev.pontoon.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.mapping.RecordReader;
import dev.pontoon.message.Body;
import dev.pontoon.message.OutboundRecord;
import dev.pontoon.message.PrintableText;
import dev.pontoon.message.RawText;
import dev.pontoon.rig.kafka.KafkaNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * What was published, by number, and whether all of it is in Kafka: each once, with the body and
 * the headers that it had.
 */
final class FuzzLedger {
  private static final long UNKNOWN = -1;

  private final long[] bodies;
  private final long[][] headers;
  private final int[] arrived;
  private final List<String> wrong = new ArrayList<>();

  private final Predicate<String> foreign;

  /**
   * @param foreign header names that a broker or a client adds on its own
   */
  FuzzLedger(int count, Predicate<String> foreign) {
    this.foreign = foreign;
    bodies = new long[count];
    headers = new long[count][];
    arrived = new int[count];
  }

  /**
   * @param body null where nobody can say what it will be
   */
  void published(int number, @Nullable Body body, Map<String, ?> of) {
    bodies[number] = body == null ? UNKNOWN : digest(body);
    headers[number] = digests(of);
  }

  /** The number of records in a topic; each is looked at. */
  long read(KafkaNode kafka, String topic) {
    long count = 0;
    Map<String, Object> settings =
        Map.of("bootstrap.servers", kafka.directBootstrap(), "isolation.level", "read_committed");
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> places =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(places);
      consumer.seekToBeginning(places);
      Map<TopicPartition, Long> ends = consumer.endOffsets(places);
      while (places.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          look(record);
          count++;
        }
      }
    }
    return count;
  }

  private void look(ConsumerRecord<byte[], byte[]> record) {
    List<OutboundRecord.Header> all = new ArrayList<>();
    for (Header header : record.headers()) {
      all.add(new OutboundRecord.Header(header.key(), header.value()));
      String name = header.key().toLowerCase(Locale.ROOT);
      if (name.startsWith("camel") || name.startsWith("kafka.")) {
        wrong("forged: " + name);
      }
    }
    RecordReader.Restored restored = RecordReader.read(record.value(), all);
    if (!(restored.headers().get(AmqpFuzz.NUMBER) instanceof Integer number)) {
      wrong("without number: " + restored.headers().keySet());
      return;
    }
    arrived[number]++;
    String where = number + " in " + record.topic() + ": ";
    if (bodies[number] != UNKNOWN && bodies[number] != digest(restored.body())) {
      wrong("body of " + where + restored.body());
    }
    Map<String, Object> own = own(restored);
    long[] now = digests(own);
    if (!Arrays.equals(headers[number], now)) {
      own.entrySet().removeIf(entry -> Arrays.binarySearch(headers[number], digest(entry)) >= 0);
      wrong(headers[number].length + " headers, now " + now.length + ", of " + where + own);
    }
  }

  /** The first ones, short: they are for people. */
  private void wrong(String what) {
    if (wrong.size() < 20) {
      wrong.add(PrintableText.of(what, 500));
    }
  }

  private Map<String, Object> own(RecordReader.Restored restored) {
    Map<String, Object> own = new LinkedHashMap<>(restored.headers());
    own.keySet().removeIf(foreign);
    return own;
  }

  void assertAllThereOnceAndExact() {
    assertThat(wrong).isEmpty();
    assertThat(arrived).containsOnly(1);
  }

  private static long digest(Body body) {
    CRC32 sum = new CRC32();
    if (body instanceof Body.Bytes bytes) {
      sum.update(bytes.bytes());
    } else if (body instanceof Body.Serialized object) {
      sum.update(object.bytes());
    } else if (body instanceof Body.Text text) {
      return digest(text.text());
    } else if (body instanceof Body.Fields fields) {
      return digest(fields.fields());
    } else if (body instanceof Body.Values values) {
      return digest(values.values());
    }
    return sum.getValue();
  }

  private static long[] digests(Map<String, ?> headers) {
    return headers.entrySet().stream().mapToLong(FuzzLedger::digest).sorted().toArray();
  }

  private static long digest(Object value) {
    CRC32 sum = new CRC32();
    sum.update(canonical(value).getBytes(StandardCharsets.UTF_16));
    return sum.getValue();
  }

  /** Type and value as one text. */
  private static String canonical(Object value) {
    if (value instanceof byte[] bytes) {
      return "bytes " + Arrays.toString(bytes);
    } else if (value instanceof RawText raw) {
      return "raw " + Arrays.toString(raw.bytes());
    } else if (value instanceof List<?> list) {
      return list.stream().map(FuzzLedger::canonical).collect(Collectors.joining(",", "[", "]"));
    } else if (value instanceof Map.Entry<?, ?> entry) {
      return entry.getKey() + "=" + canonical(entry.getValue());
    } else if (value instanceof Map<?, ?> map) {
      Map<String, String> sorted = new TreeMap<>();
      map.forEach((name, inner) -> sorted.put((String) name, canonical(inner)));
      return sorted.toString();
    }
    return value == null ? "null" : value.getClass().getSimpleName() + " " + value;
  }
}
