package dev.pontoon.kafka;

import dev.pontoon.message.OutboundRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** Ours to Kafka's; bytes are shared. */
final class Records {
  private Records() {}

  /**
   * @param partition null to leave it to the producer
   */
  static ProducerRecord<byte[], byte[]> toKafka(
      OutboundRecord record, @Nullable Integer partition) {
    List<OutboundRecord.Header> ours = record.headers();
    List<Header> headers = new ArrayList<>(ours.size());
    for (int i = 0; i < ours.size(); i++) {
      OutboundRecord.Header header = ours.get(i);
      headers.add(new RecordHeader(header.name(), header.value()));
    }
    return new ProducerRecord<>(
        record.topic(), partition, record.timestamp(), record.key(), record.value(), headers);
  }
}
