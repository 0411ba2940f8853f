package dev.pontoon.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.message.OutboundRecord;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MappingBenchmarkTest {

  @ParameterizedTest
  @ValueSource(strings = {"header:key", "json:/id"})
  void theMessageBecomesARecordWithItsKeyAndAllHeaders(String key) {
    MappingBenchmark benchmark = new MappingBenchmark();
    benchmark.key = key;
    benchmark.setUp();

    assertThat(benchmark.map())
        .isInstanceOfSatisfying(
            OutboundRecord.class,
            record -> {
              assertThat(record.key()).isEqualTo("k42".getBytes(StandardCharsets.UTF_8));
              assertThat(record.headers())
                  .extracting(OutboundRecord.Header::name)
                  .contains("header-5", "attempt", "pontoon.types", "pontoon.message-id");
            });
    assertThat(benchmark.headers()).hasSizeGreaterThan(14);
  }
}
