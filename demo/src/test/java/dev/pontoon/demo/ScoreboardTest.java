package dev.pontoon.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.demo.scenario.Comparison;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScoreboardTest {
  private static final List<Row> ROWS =
      List.of(
          new Row("orders", "exchange orders", "orders.v1", count(1234, 1200, 12), 1234, 22, 3),
          new Row("payments", "queue PAYMENTS", "payments.v1", count(600, 594, 6), -1, 0, 0));

  @Test
  void live() {
    assertThat(Scoreboard.live(ROWS, "3 of 60 s"))
        .containsExactly(
            "  route    from            to          published legacy read mirrored dead letters"
                + " in flight   lag",
            "  orders   exchange orders orders.v1       1,234       1,234    1,200           12"
                + "        22     3",
            "  payments queue PAYMENTS  payments.v1       600           -      594            6"
                + "         0     0",
            "",
            "  3 of 60 s");
  }

  @Test
  void result() {
    assertThat(Scoreboard.result(ROWS))
        .containsExactly(
            "  route    from            to          published legacy read mirrored dead letters"
                + "      lost",
            "  orders   exchange orders orders.v1       1,234       1,234    1,200           12"
                + "        22",
            "  payments queue PAYMENTS  payments.v1       600           -      594            6"
                + "         0");
  }

  @Test
  void plain() {
    assertThat(Scoreboard.plain(ROWS, 7))
        .containsExactly(
            "   7 s  orders    published 1234, mirrored 1200, dead letters 12, in flight 22, lag 3",
            "   7 s  payments  published 600, mirrored 594, dead letters 6, in flight 0, lag 0");
  }

  @Test
  void comparisonsSayWhatIsNotAsExpected() {
    List<String> lines =
        Scoreboard.comparisons(
            List.of(
                new Comparison("A goes", "0", "100", List.of()),
                new Comparison("B goes", "1", "99", List.of("wrong"))));
    assertThat(lines).hasSize(3);
    assertThat(lines.get(1)).startsWith("  A goes ").endsWith(" 100");
    assertThat(lines.get(2)).startsWith("  B goes ").endsWith("  NOT AS EXPECTED");
  }

  @Test
  void fitsInto100ColumnsWithMillions() {
    Row row =
        new Row(
            "payments",
            "exchange orders",
            "payments.v1",
            count(9_999_999, 9_999_999, 0),
            9_999_999,
            2000,
            9_999);
    assertThat(
            Stream.concat(
                Scoreboard.live(List.of(row), "").stream(),
                Scoreboard.result(List.of(row)).stream()))
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
  }

  private static Ledger.Count count(int published, int mirrored, int dead) {
    return new Ledger.Count(published, mirrored, dead, dead, 0, 0, 0, 0);
  }
}
