package dev.pontoon.bench.contestant;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What the hand-written loops have in common. */
final class LoopRecords {

  private LoopRecords() {}

  /** Pontoon's producer settings. */
  static Properties producer(String bootstrap) {
    Properties p = new Properties();
    p.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    p.put(ProducerConfig.ACKS_CONFIG, "all");
    p.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    p.put(ProducerConfig.LINGER_MS_CONFIG, "5");
    p.put(ProducerConfig.BATCH_SIZE_CONFIG, "65536");
    p.put(ProducerConfig.BUFFER_MEMORY_CONFIG, String.valueOf(64 << 20));
    p.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, String.valueOf(128 << 20));
    p.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, String.valueOf(Integer.MAX_VALUE));
    p.put(ProducerConfig.RETRIES_CONFIG, String.valueOf(Integer.MAX_VALUE));
    p.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    p.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    return p;
  }

  static void addHeaders(ProducerRecord<byte[], byte[]> record, Map<String, ?> headers) {
    for (Map.Entry<String, ?> header : headers.entrySet()) {
      record.headers().add(header.getKey(), bytes(header.getValue()));
    }
  }

  /** Any value as text. */
  static byte[] bytes(@Nullable Object value) {
    return String.valueOf(value).getBytes(StandardCharsets.UTF_8);
  }

  /** Nothing is acknowledged from here on: the broker delivers it again to the next. */
  static void fail(Exception failure) {
    LoggerFactory.getLogger(LoopRecords.class)
        .atError()
        .setCause(failure)
        .log("The loop ends: nothing more is acknowledged");
    Runtime.getRuntime().halt(1);
  }
}
