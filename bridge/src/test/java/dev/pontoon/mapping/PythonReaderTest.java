package dev.pontoon.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pontoon.config.RouteConfig.Otherwise;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.OutboundRecord.Header;
import dev.pontoon.message.RawText;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The reader that docs/readers offers to Python's users, run by Python on a record of ours. */
@Timeout(30)
class PythonReaderTest {
  private static final Path READERS = Path.of("../docs/readers").toAbsolutePath().normalize();

  /** Prints what the reader makes of the headers on standard input, one a line. */
  private static final String PROGRAM =
      """
      import base64, sys
      sys.path.insert(0, sys.argv[1])
      sys.dont_write_bytecode = True
      from pontoon_record import headers, Seen
      raw = []
      for line in sys.stdin.read().splitlines():
          name, value = (base64.b64decode(part) if part != "-" else None for part in line.split(" "))
          raw.append((name.decode(), value))
      for name, value in sorted(headers(raw).items()):
          if not name.startswith("pontoon."):
              print(ascii(name), type(value).__name__, ascii(value))
      seen = Seen()
      print("again", seen.again(raw), seen.again(raw), seen.again([]), seen.again([]))
      """;

  @TempDir Path folder;

  @Test
  void givesEveryTypeBack() throws Exception {
    assumeTrue(python(), "needs python3");
    LegacyMessage message = everyType();

    String said = read(new Route().otherwise(Otherwise.NONE).record(message).headers());

    assertThat(said.lines())
        .contains(
            "'text' str 'Gr\\xfc\\xdfe'",
            "'whole' int 5000000000",
            "'small' int 3",
            "'yes' bool True",
            "'decimal' Decimal Decimal('1.10')",
            "'big' int 123456789012345678901",
            "'bytes' bytes b'\\xff'",
            "'raw' bytes b'\\xff'",
            "'table' dict {'at': datetime.datetime(2024, 1, 2, 3, 4, 5,"
                + " tzinfo=datetime.timezone.utc), 'raw': b'\\xca\\xfe', 'half': 1.5}",
            "'CamelFileName' str 'x'",
            "'list' list [1, 'two', None]");
  }

  private static LegacyMessage everyType() {
    Map<String, Object> table = new LinkedHashMap<>();
    table.put("at", Instant.parse("2024-01-02T03:04:05Z"));
    table.put("raw", new byte[] {(byte) 0xca, (byte) 0xfe});
    table.put("half", 1.5);
    LegacyMessage message = Route.json("{}");
    for (Map.Entry<String, Object> header :
        Map.of(
                "text",
                "Grüße",
                "whole",
                5_000_000_000L,
                "small",
                (short) 3,
                "yes",
                true,
                "decimal",
                new BigDecimal("1.10"),
                "big",
                new BigInteger("123456789012345678901"),
                "bytes",
                new byte[] {(byte) 0xff},
                "raw",
                new RawText(new byte[] {(byte) 0xff}),
                "table",
                table,
                "CamelFileName",
                "x")
            .entrySet()) {
      message = Route.with(message, header.getKey(), header.getValue());
    }
    message = Route.with(message, "list", Arrays.asList(1, "two", null));
    return message;
  }

  @Test
  void recognisesARecordThatCameTwice() throws Exception {
    assumeTrue(python(), "needs python3");
    Header id = new Header(HeaderNames.ID, "m-1".getBytes(StandardCharsets.UTF_8));
    assertThat(read(List.of(id))).contains("again False True False False");
  }

  private static boolean python() {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .anyMatch(place -> Files.isExecutable(Path.of(place, "python3")));
  }

  private String read(Iterable<Header> headers) throws IOException, InterruptedException {
    StringBuilder lines = new StringBuilder();
    for (Header header : headers) {
      lines.append(base64(header.name().getBytes(StandardCharsets.UTF_8))).append(' ');
      lines.append(header.value() == null ? "-" : base64(header.value())).append('\n');
    }
    Path input = Files.writeString(folder.resolve("headers"), lines);
    Path output = folder.resolve("said");
    Process process =
        new ProcessBuilder("python3", "-c", PROGRAM, READERS.toString())
            .redirectInput(input.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      String said = Files.readString(output);
      assertThat(process.exitValue()).as(said).isZero();
      return said;
    } finally {
      process.destroyForcibly();
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
