package dev.pontoon.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pontoon.bench.measure.Books;
import dev.pontoon.bench.measure.IdleCost;
import dev.pontoon.bench.measure.Latency;
import dev.pontoon.bench.measure.Sample;
import dev.pontoon.bench.measure.TopRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkdownTest {

  private static final String WORKLOAD = "rabbit-classic-1KiB-1q-12p";
  private static final Books CLOSED = new Books(100, 100, 0, 0, 0, 0);

  @TempDir private Path folder;

  @Test
  void aBacklogHasMediansSpreadAndRatiosToTheLimit() {
    String text = new Markdown(report(), List.of()).text();

    assertThat(text)
        .contains("| hand-loop | 2,000 (1,000–3,000) | 1.00 | 40.0 | 1.00 |")
        .contains("| pontoon-a | 1,000 (500–1,500) | 0.50 | 60.0 | 1.50 |");
  }

  @Test
  void whoLosesIsFlagged() {
    assertThat(new Markdown(report(), List.of()).text()).contains("round 2: 7 LOST");
  }

  @Test
  void latenciesStartsAndIdleRoutesHaveTheirTables() {
    String text = new Markdown(report(), List.of()).text();

    assertThat(text)
        .contains(
            "| pontoon-a | 500 | 3.0 | 1.50 | 12.0 (12.0–12.0) | 1.20 | 20.0 | 1.33 | 30.0 | closed | kept |")
        .contains("| pontoon-a | 2 | 0.90 | 1.00 | 1.10 |")
        .contains("| pontoon-a | 100 | 130.0 | 140 |");
  }

  @Test
  void whoCouldNotTakePartIsNamedWithTheReason() {
    assertThat(new Markdown(report(), List.of()).text())
        .contains("| redpanda-connect | not available: no binary |")
        .contains("| hand-loop | written by hand |");
  }

  @Test
  void bothFilesAreWrittenAndWhatWasNotMeasuredIsNull() throws IOException {
    Path page = ReportFiles.write(report(), folder.resolve("new"));

    assertThat(page).hasFileName("20260102-030405.md").content().startsWith("# Benchmark");
    JsonNode json =
        new ObjectMapper().readTree(Files.readString(page.resolveSibling("20260102-030405.json")));
    assertThat(json.at("/at").asText()).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(json.at("/found/drains/0/rate").asDouble()).isEqualTo(1000);
    assertThat(json.at("/found/drains/0/allocated").isNull()).isTrue();
    assertThat(json.at("/machine/cores").asInt()).isEqualTo(2);
  }

  @Test
  void whatWasWrittenCanBeReadAgain() throws IOException {
    ReportFiles.write(report(), folder);

    RunReport read = ReportFiles.read(folder.resolve("20260102-030405.json"));

    assertThat(new Markdown(read, List.of()).text())
        .isEqualTo(new Markdown(report(), List.of()).text())
        .contains("| – |");
  }

  @Test
  void anotherFileIsNoReport() throws IOException {
    Path file = Files.writeString(folder.resolve("x.json"), "{\"drains\": []}");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReportFiles.read(file))
        .withMessageContaining("x.json");
  }

  @Test
  void aRunThatIsNotAtItsEndSaysSoAndNamesWhatFailed() {
    RunReport running = report();
    running.found().failures().add("camel, round 1: not measured: no\nreason");

    assertThat(new Markdown(running, List.of()).text())
        .contains("**This run was not finished", "- camel, round 1: not measured: no reason");
    assertThat(new Markdown(running.finished(), List.of()).text()).doesNotContain("not finished");
  }

  @Test
  void orderIsToldApartFromTheBooks() {
    RunReport run = report();
    Books late = new Books(100, 100, 0, 0, 0, 1234);
    run.found().drains().add(drain("kafka-connect", 1, 1, 1, late));

    assertThat(new Markdown(run, List.of()).text()).contains("| closed | up to 1,234 late |");
  }

  @Test
  void plotsAreDrawnAndStandOnThePage() throws IOException {
    assumeTrue(Svg.possible(), "this Java has no fonts");
    Path page = ReportFiles.plot(report(), folder);

    String backlog = "20260102-030405-rabbit-classic-1KiB-1q-12p-backlog.svg";
    String latency = backlog.replace("backlog", "latency");
    assertThat(page).content().contains("](" + backlog + ")", "](" + latency + ")");
    assertThat(folder.resolve(backlog)).content().contains("<svg", "</svg>");
    assertThat(folder.resolve(latency)).isNotEmptyFile();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(3);
    }
  }

  @Test
  void sizesAndShapesAreComparedWhereThereAreMoreThanOne() throws IOException {
    assumeTrue(Svg.possible(), "this Java has no fonts");
    RunReport run = report();
    for (String name : List.of("hand-loop", "pontoon-a")) {
      run.found().drains().add(drain("rabbit-classic-100KiB-1q-12p", name, 1, 50, 700, CLOSED));
    }

    assertThat(ReportFiles.plot(run, folder))
        .content()
        .contains("rabbit-classic-1q-12p-sizes.svg", "-ratios.svg");
  }

  @Test
  void versionsComeFromTheNamesOfTheJars() {
    assertThat(
            Machine.versions("/a/kafka-clients-4.3.1.jar:/b/amqp-client-5.22.0.jar:/c/other.jar"))
        .isEqualTo(Map.of("kafka-clients", "4.3.1", "amqp-client", "5.22.0"));
  }

  private static RunReport report() {
    Machine machine = new Machine("cpu", 2, 1024, "Linux", "JVM", "0.1", "abc", Map.of());
    Books loss = new Books(100, 93, 0, 0, 0, 0);
    Findings found = Findings.none();
    found
        .drains()
        .addAll(
            List.of(
                drain("hand-loop", 1, 1000, 40, CLOSED),
                drain("pontoon-a", 1, 500, 60, CLOSED),
                drain("hand-loop", 2, 3000, 40, CLOSED),
                drain("pontoon-a", 2, 1500, 60, loss)));
    found.starts().addAll(List.of(start(0.9), start(1.1)));
    found.tops().add(new TopRate(WORKLOAD, "hand-loop", 1, 1000, CLOSED));
    found.latencies().add(new Latency(WORKLOAD, "hand-loop", 1, 500, 100, 2, 10, 15, 20, CLOSED));
    found.latencies().add(new Latency(WORKLOAD, "pontoon-a", 1, 500, 100, 3, 12, 20, 30, CLOSED));
    found.idle().add(new IdleCost("ActiveMQ Artemis", "pontoon-a", 100, 130, 140));
    return new RunReport(
        Instant.parse("2026-01-02T03:04:05Z"),
        "bench/run --quick",
        true,
        1,
        machine,
        Map.of("hand-loop", "written by hand"),
        Map.of("redpanda-connect", "no binary"),
        Map.of(WORKLOAD, "hand-loop"),
        found);
  }

  private static Sample drain(String name, int round, double rate, double cpu, Books books) {
    return drain(WORKLOAD, name, round, rate, cpu, books);
  }

  private static Sample drain(
      String workload, String name, int round, double rate, double cpu, Books books) {
    return new Sample(workload, name, round, rate, cpu, Double.NaN, 50, 1, 120, 1, books);
  }

  private static Sample start(double seconds) {
    double none = Double.NaN;
    return new Sample(WORKLOAD, "pontoon-a", 1, none, none, none, none, none, 100, seconds, CLOSED);
  }
}
