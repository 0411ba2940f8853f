package dev.pontoon.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.observe.RouteStatus.Source;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody reads who was woken up. */
class StatusPageTest {
  private final PageStage stage = new PageStage();

  @Test
  void theFirstLinesSayThatAllIsWellAndWhoSpeaks() throws Exception {
    stage.route("orders", Source.RUNNING, "");
    stage.route("payments", Source.STANDBY, "another replica reads");
    stage.kafka.says(null);
    stage.pass(Duration.ofMinutes(75));

    assertThat(stage.text("h1")).isEqualTo("✔ All well: 2 routes");
    assertThat(stage.text("title")).isEqualTo("✔ All well: 2 routes – pontoon");
    assertThat(stage.text("header"))
        .contains("pontoon", "version 1.2.3", "on edge-7 (process 4711)")
        .contains("up since 2026-11-24 02:00:00 1 h 15 min ago")
        .contains("Kafka answers since 2026-11-24 02:00:00 1 h 15 min ago");
    assertThat(stage.cells("why")).isEmpty();
  }

  @Test
  void theWorstComesFirstAndAmongEqualsWhatStandsLongest() throws Exception {
    stage.route("well", Source.RUNNING, "");
    stage.route("standby", Source.STANDBY, "");
    stage.route("letters", Source.RUNNING, "").deadLettered.increment(3);
    stage.route("ends", Source.STOPPED, "");
    stage.route("starts", Source.STARTING, "");
    stage.route("partly", Source.INCOMPLETE, "exchange partly was deleted");
    stage.pass(Duration.ofMinutes(1));
    stage.route("away-later", Source.CONNECTING, "refused");
    RouteStatus full = stage.status("full", Source.RUNNING, "");
    stage.route(full);
    stage.pass(Duration.ofMinutes(1));
    full.sink("topic full.v1 has no leader");
    stage.route("also-well", Source.RUNNING, "");

    assertThat(stage.cells("route"))
        .containsExactly(
            "away-later",
            "full",
            "partly",
            "starts",
            "ends",
            "letters",
            "standby",
            "also-well",
            "well");
    assertThat(stage.cells("state"))
        .startsWith("✖ DOWN CONNECTING", "✖ DOWN RUNNING, Kafka", "✖ DOWN INCOMPLETE")
        .endsWith("! UP RUNNING", "✔ UP STANDBY", "✔ UP RUNNING", "✔ UP RUNNING");
    assertThat(stage.text("h1")).isEqualTo("✖ 5 of 9 routes need attention");
  }

  @Test
  void aRouteThatIsDownSaysWhySinceWhenAndWhatToDo() throws Exception {
    RouteStatus status = stage.status("orders", Source.RUNNING, "");
    stage.route(status);
    stage.pass(Duration.ofMinutes(5));
    status.source(Source.CONNECTING, "connection lost");
    stage.pass(Duration.ofMinutes(7));
    status.source(Source.CONNECTING, "exchange orders does not exist");
    status.sink("could not reach Kafka");
    stage.pass(Duration.ofMinutes(5));

    assertThat(stage.text("h1")).isEqualTo("✖ 1 of 1 route needs attention");
    assertThat(stage.page.html()).contains("<time datetime=\"2026-11-24T02:05:00Z\">");
    assertThat(stage.text("table")).contains("2026-11-24 02:05:00 12 min ago");
    assertThat(stage.cells("why"))
        .singleElement()
        .asString()
        .startsWith("Kafka: could not reach Kafka" + "To do: " + Advice.KAFKA.sentence())
        .contains("Source: exchange orders does not exist")
        .endsWith("To do: " + Advice.CONNECTING.sentence());
  }

  @Test
  void kafkaThatDoesNotAnswerIsSaidInTheHead() throws Exception {
    stage.route("orders", Source.RUNNING, "");
    assertThat(stage.text("header")).contains("Kafka has not been asked yet");
    stage.kafka.says(null);
    stage.pass(Duration.ofHours(50));
    stage.kafka.says("no answer within 4 s");
    stage.pass(Duration.ofMinutes(1));
    stage.kafka.says("no broker at all");

    assertThat(stage.text("h1")).isEqualTo("✖ Kafka does not answer");
    assertThat(stage.text("header"))
        .contains("up since 2026-11-24 02:00:00 2 d 2 h ago")
        .contains("does not answer since 2026-11-26 04:00:00 1 min ago: no broker at all")
        .contains(Advice.KAFKA.sentence());
  }

  @Test
  void whatIsTheSameForAllRoutesIsSaidOnce() throws Exception {
    RouteStatus orders = stage.status("orders", Source.RUNNING, "");
    RouteStatus payments = stage.status("payments", Source.RUNNING, "");
    List.of(orders, payments).forEach(stage::route);
    orders.sink("no broker at all");
    payments.sink("topic payments.v1 was deleted");
    stage.kafka.says("no broker at all");

    assertThat(stage.text("h1")).isEqualTo("✖ 2 of 2 routes need attention");
    assertThat(stage.page.html()).containsOnlyOnce("no broker at all");
    assertThat(stage.cells("why"))
        .singleElement()
        .asString()
        .startsWith("Kafka: topic payments.v1 was deleted");
  }

  @Test
  void countsAreThoseOfTheMetrics() throws Exception {
    RouteMetrics metrics = stage.route("orders", Source.RUNNING, "");
    metrics.read.increment(1_234_567);
    metrics.mirrored.increment(1_234_000);
    metrics.deadLettered.increment(20);
    metrics.possibleDuplicates.increment(7);
    metrics.gaps.increment();
    metrics.inFlight(() -> 540);

    assertThat(stage.cells("n"))
        .endsWith("1,234,567", "1,234,000", "20", "7", "1", "540")
        .hasSize(12);
    assertThat(stage.cells("why"))
        .singleElement()
        .asString()
        .contains("messages published in between may be missing", Advice.GAPS.sentence())
        .contains("20 since the start", "pontoon dead-letters list --pending --route orders");
    assertThat(stage.text("h1")).isEqualTo("✔ All well: 1 route, 1 worth a look");
  }

  @Test
  void theLastRecordIsSeenByLookingAtTheCountersNowAndThen() throws Exception {
    RouteMetrics metrics = stage.route("orders", Source.RUNNING, "");
    stage.page.look();
    assertThat(stage.text("table")).contains("none yet");
    metrics.mirrored.increment();
    stage.pass(Duration.ofSeconds(3));
    stage.page.look();
    stage.pass(Duration.ofSeconds(3));
    stage.page.look();
    stage.pass(Duration.ofSeconds(9));

    assertThat(stage.text("table")).contains("2026-11-24 02:00:03 12 s ago");
  }

  @Test
  void aRouteThatRunsAndDoesNotMoveIsWorthALook() throws Exception {
    RouteMetrics metrics = stage.route("orders", Source.RUNNING, "");
    stage.pass(Duration.ofHours(1));
    stage.page.look();
    metrics.inFlight(() -> 12);
    for (int i = 0; i < 100; i++) {
      metrics.acknowledged.increment();
      stage.pass(Duration.ofSeconds(3));
      stage.page.look();
    }
    assertThat(stage.cells("why")).isEmpty();
    stage.pass(Duration.ofSeconds(61));
    stage.page.look();

    assertThat(stage.cells("why"))
        .singleElement()
        .asString()
        .contains("12 in flight, and nothing was acknowledged for 1 min", "a step may hang");
  }

  @Test
  void aFileWithAPatternHasAdviceOfItsOwnAndNoCounts() throws Exception {
    RouteStatus status =
        stage.status("shop", Source.RUNNING, "1 name that matches has no route: 'a b' (why)");
    stage.page.add(new ShownRoute(status, "exchanges shop.* on legacy", "", null));
    stage.page.look();

    assertThat(stage.cells("why"))
        .singleElement()
        .asString()
        .contains("'a b' (why)", Advice.PATTERN_INCOMPLETE.sentence());
    assertThat(stage.text("table")).contains("exchanges shop.* on legacy");
  }

  @Test
  void oneBadRouteOfManyIsOnTop() throws Exception {
    IntStream.range(0, 200).forEach(i -> stage.route("route-" + i, Source.RUNNING, ""));
    stage.route("stuck", Source.CONNECTING, "refused");

    assertThat(stage.cells("route")).hasSize(201).startsWith("stuck", "route-0", "route-1");
    assertThat(stage.cells("why")).hasSize(1);
  }

  @Test
  void noRouteIsNoTable() throws Exception {
    assertThat(stage.text("main").strip()).isEqualTo("There is no route.");
  }

  @Test
  void textFromOutsideIsTextAndNothingElse() throws Exception {
    String hostile = "</td></style><script>alert(1)</script><img src=x onerror='a'>\"&amp;&#60;";
    PageStage hostiles = new PageStage(hostile);
    RouteStatus status = hostiles.status(hostile, Source.CONNECTING, hostile);
    status.sink(hostile + "!");
    hostiles.page.add(new ShownRoute(status, hostile, hostile, null));
    RouteMetrics metrics = hostiles.route(hostiles.status(hostile, Source.RUNNING, ""));
    metrics.deadLettered.increment();
    hostiles.kafka.says(hostile);

    assertThat(hostiles.page.html()).doesNotContain("<script", "<img", "<td></style>");
    assertThat(hostiles.cells("route")).containsExactly(hostile, hostile);
    assertThat(hostiles.cells("why").get(0))
        .contains("Source: " + hostile, "Kafka: " + hostile + "!");
    assertThat(hostiles.text("title")).endsWith("– " + hostile);
    assertThat(hostiles.text("header")).contains("ago: " + hostile + "To do: ");
    assertThat(hostiles.document().getElementsByTagName("script").getLength()).isZero();
  }

  @Test
  void textThatTurnsOrHidesWhatStandsBesideItIsNotShown() throws Exception {
    stage.route("a\u202eb\u2066c\u200fd\u0000e\u001bf\ng\ud800h\u2028i😀", Source.RUNNING, "");

    assertThat(stage.cells("route"))
        .containsExactly("a\\u202eb\\u2066c\\u200fd\\u0000e\\u001bf\\u000ag\\ud800h\\u2028i😀");
  }

  @Test
  void aCommandToPasteIsOneWordToTheShell() throws Exception {
    stage.route("list/it's $(reboot);", Source.RUNNING, "").deadLettered.increment();

    assertThat(stage.text("code")).endsWith(" --route 'list/it'\\''s $(reboot);'");
  }

  @Test
  void nothingIsLoadedFromElsewhereAndNothingRuns() {
    stage.route("orders", Source.RUNNING, "");

    assertThat(stage.page.html())
        .doesNotContain("<script", "<link", "src=", "url(", "@import", "http:", "https:", "style=");
    assertThat(List.of("health", "health/live", "health/ready", "metrics"))
        .allSatisfy(path -> assertThat(stage.page.html()).contains("href=\"" + path + "\""));
  }

  @ParameterizedTest
  @CsvSource({"-5,0 s", "59,59 s", "60,1 min", "3599,59 min", "3600,1 h 0 min", "90061,1 d 1 h"})
  void lengthsAreShort(long seconds, String text) {
    assertThat(Html.length(Duration.ofSeconds(seconds))).isEqualTo(text);
  }
}
