package dev.pontoon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What right test files become. */
class RouteTestLoadingTest {
  private static final Instant TIME = Instant.parse("2024-01-02T03:04:05Z");

  private static final String ALL =
      """
      - name: all
        given:
          source: orders
          properties: { timestamp: 2024-01-02T03:04:05Z, priority: 4, type: order }
          headers: { n: 1, s: x, token: "${env:X}" }
          body: '{"qty":3}'
        then:
          topic: t
          key: 17
          timestamp: 2024-01-02T03:04:05Z
          headers: { n: 1, token: y }
          value: '{"qty":3}'
      - name: refused
        given: { body-base64: "w6k=" }
        then: { refused: KEY_MISSING }
      - name: tombstone
        given: {}
        then: { key: null, tombstone: true }
      - name: json
        given: {}
        then: { body-json: { b: [1, 2.50, null, "x"], a: true } }
      - name: json null
        given: {}
        then: { body-json: null }
      """;

  @TempDir private Path root;
  private ConfigFolder folder;

  @BeforeEach
  void folder() {
    folder = new ConfigFolder(root);
  }

  private List<RouteTest> tests(String yaml) {
    folder.write("routes/orders.test.yaml", yaml);
    RouteTestLoader.Result result = new RouteTestLoader().load(folder.routes());
    assertThat(result).isInstanceOf(RouteTestLoader.Loaded.class);
    RouteTestLoader.TestFile file = ((RouteTestLoader.Loaded) result).files().get(0);
    assertThat(file.routeFile()).isEqualTo(folder.loaded(Map.of()).routes().get(0).file());
    return file.tests();
  }

  @Test
  void everyKeyArrives() {
    List<RouteTest> tests = tests(ALL);

    assertThat(tests.get(0))
        .isEqualTo(
            new RouteTest(
                "all",
                new RouteTest.Given(
                    "orders",
                    Map.of("timestamp", TIME, "priority", 4, "type", "order"),
                    Map.of("n", 1L, "s", "x", "token", "${env:X}"),
                    new RouteTest.Text("{\"qty\":3}")),
                new RouteTest.Becomes(
                    "t",
                    "17",
                    false,
                    TIME,
                    Map.of("n", "1", "token", "y"),
                    "{\"qty\":3}",
                    null,
                    false),
                1));
    assertThat(tests.get(1).then()).isEqualTo(new RouteTest.Refused("KEY_MISSING"));
    RouteTest.Base64Bytes bytes = (RouteTest.Base64Bytes) tests.get(1).given().body();
    assertThat(bytes.bytes()).isEqualTo("é".getBytes(StandardCharsets.UTF_8));
    assertThat(tests.get(2))
        .isEqualTo(
            new RouteTest(
                "tombstone",
                new RouteTest.Given(null, Map.of(), Map.of(), new RouteTest.NoBody()),
                new RouteTest.Becomes(null, null, true, null, Map.of(), null, null, true),
                16));
    assertThat(json(tests.get(3)))
        .isEqualTo(Map.of("a", true, "b", Arrays.asList(1L, new BigDecimal("2.50"), null, "x")));
    assertThat(json(tests.get(4))).isNull();
  }

  private static Object json(RouteTest test) {
    return ((RouteTest.Becomes) test.then()).json().data();
  }

  @Test
  void aFolderWithoutTestsIsFine() {
    assertThat(new RouteTestLoader().load(folder.routes()))
        .isEqualTo(new RouteTestLoader.Loaded(List.of()));
  }
}
