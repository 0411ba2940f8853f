package dev.pontoon.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What monitoring is told: the handbook's table and the alert rules name the metrics that there
 * are.
 */
class MonitoringFilesTest {
  private static final Pattern NAME = Pattern.compile("\\bpontoon_[a-z_]+");

  @Test
  void alertRulesUseMetricsThatThereAre() throws IOException {
    Set<String> used = names("../config/monitoring/alerts.yaml");
    assertThat(used).isNotEmpty();
    assertThat(metrics()).containsAll(used);
  }

  @Test
  void theHandbookListsEveryMetric() throws IOException {
    assertThat(names("../docs/operations/running.md")).containsAll(metrics());
  }

  private static Set<String> names(String file) throws IOException {
    return NAME.matcher(Files.readString(Path.of(file)))
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** By the names that Prometheus sees: only counters end with _total. */
  private static Set<String> metrics() {
    MeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    RouteMetrics metrics = new RouteMetrics(registry, "r");
    Set<String> names = new TreeSet<>();
    for (Metric metric : Metric.values()) {
      boolean counter =
          registry.getMeters().stream()
              .filter(meter -> meter.getId().getName().equals(metric.meter()))
              .anyMatch(meter -> meter.getId().getType() == Meter.Type.COUNTER);
      names.add(metric.meter().replace('.', '_') + (counter ? "_total" : ""));
    }
    assertThat(metrics.read.count()).isZero();
    return names;
  }
}
