package dev.pontoon.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.message.FarTime;
import dev.pontoon.message.RawText;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeepValueTest {

  @Test
  void everyValueHasTheFormThatItHasInARecord() {
    List<Object> all =
        Arrays.asList(
            new Date(1_700_000_000_000L),
            Instant.ofEpochSecond(1_700_000_000),
            new FarTime(-1),
            new RawText(new byte[] {(byte) 0xca, (byte) 0xfe}),
            new byte[] {(byte) 0xca, (byte) 0xfe},
            true,
            null,
            "text",
            Map.of("a", List.of()));
    assertThat(DeepValue.json(all))
        .isEqualTo(
            "[\"2023-11-14T22:13:20.000Z\",\"2023-11-14T22:13:20.000Z\","
                + "\"18446744073709551615\",\"yv4=\",\"yv4=\",true,null,\"text\",{\"a\":[]}]");
  }
}
