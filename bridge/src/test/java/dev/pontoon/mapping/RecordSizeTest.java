package dev.pontoon.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.message.OutboundRecord;
import dev.pontoon.message.OutboundRecord.Header;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;

/** Our count against the batch that Kafka's own client makes. */
class RecordSizeTest {

  @Provide
  Arbitrary<String> names() {
    return Hostile.names();
  }

  @Property(tries = 300)
  void neverLessThanKafkaCountsAndHardlyMore(
      @ForAll @Size(max = 300) byte[] key,
      @ForAll @Size(max = 20_000) byte[] value,
      @ForAll("names") String name,
      @ForAll boolean empty) {
    Header one = new Header(name, key);
    Header two = new Header("none", null);
    OutboundRecord record =
        new OutboundRecord(
            "t",
            empty ? null : key,
            empty ? null : value,
            1_700_000_000_000L,
            java.util.List.of(one, two));
    org.apache.kafka.common.header.Header[] headers = {
      new RecordHeader(name, key), new RecordHeader("none", (byte[]) null)
    };
    int kafka =
        MemoryRecords.withRecords(
                Compression.NONE,
                new SimpleRecord(record.timestamp(), record.key(), record.value(), headers))
            .sizeInBytes();
    assertThat(RecordSize.of(record)).isBetween((long) kafka, kafka + 30L);
    assertThat(RecordSize.surelyFits(record, kafka - 1)).isFalse();
  }
}
