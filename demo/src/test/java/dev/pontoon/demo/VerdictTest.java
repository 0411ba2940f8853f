package dev.pontoon.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.demo.scenario.Comparison;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
  private static final Comparison FINE = new Comparison("It happens", "0", "100", List.of());

  @Test
  void allIsWell() {
    Verdict verdict =
        Verdict.of(
            List.of(row(10, 9, 1, 0, 0, 0, 10), row(5, 5, 0, 0, 0, 0, -1)),
            List.of(FINE),
            List.of());
    assertThat(verdict.problems()).isEmpty();
    assertThat(verdict.exitCode()).isZero();
    assertThat(verdict.lastLine())
        .isEqualTo("demo: published 15, mirrored 14, dead letters 1, lost 0");
  }

  @ParameterizedTest
  @CsvSource({
    "10,  8, 1, 0, 0, 0, 10, 1 message published and neither on the topic nor a dead letter",
    "10,  7, 1, 0, 0, 0, 10, 2 messages published and neither on the topic nor a dead letter",
    "10,  9, 1, 1, 0, 0, 10, 1 message on the wrong one of topic and dead-letter topic",
    "10,  9, 1, 0, 1, 0, 10, 1 message written more than once",
    "10,  9, 1, 0, 0, 1, 10, 1 message in Kafka that nobody had published",
    "10,  9, 1, 0, 0, 0,  9, 1 message missing at the legacy reader",
    "10,  9, 1, 0, 0, 0, 12, 2 messages too many at the legacy reader",
    " 0,  0, 0, 0, 0, 0,  0, nothing was published",
  })
  void whatIsWrongIsToldAndFails(
      int published,
      int mirrored,
      int dead,
      int misplaced,
      int repeated,
      int invented,
      int legacy,
      String told) {
    Verdict verdict =
        Verdict.of(
            List.of(row(published, mirrored, dead, misplaced, repeated, invented, legacy)),
            List.of(FINE),
            List.of());
    assertThat(verdict.problems()).containsExactly("route orders: " + told);
    assertThat(verdict.exitCode()).isEqualTo(1);
  }

  @Test
  void lostMessagesStandInTheLastLine() {
    Verdict verdict = Verdict.of(List.of(row(10, 6, 1, 0, 0, 0, 10)), List.of(), List.of());
    assertThat(verdict.lastLine())
        .isEqualTo("demo: published 10, mirrored 6, dead letters 1, lost 3");
  }

  @Test
  void aScenarioThatGoesOtherwiseFails() {
    Comparison wrong = new Comparison("It happens", "7", "100", List.of("left: expected 0"));
    Verdict verdict =
        Verdict.of(List.of(row(1, 1, 0, 0, 0, 0, 1)), List.of(FINE, wrong), List.of());
    assertThat(verdict.problems()).containsExactly("It happens: left: expected 0");
    assertThat(verdict.exitCode()).isEqualTo(1);
  }

  @Test
  void anyOtherFailureFails() {
    Verdict verdict =
        Verdict.of(List.of(row(1, 1, 0, 0, 0, 0, 1)), List.of(), List.of("it rained"));
    assertThat(verdict.problems()).containsExactly("it rained");
    assertThat(verdict.exitCode()).isEqualTo(1);
  }

  private static Row row(
      int published,
      int mirrored,
      int dead,
      int misplaced,
      int repeated,
      int invented,
      int legacyReader) {
    Ledger.Count count =
        new Ledger.Count(
            published, mirrored, dead, dead, misplaced, repeated, invented, /* guests= */ 3);
    return new Row("orders", "exchange orders", "orders.v1", count, legacyReader, 0, 0);
  }
}
