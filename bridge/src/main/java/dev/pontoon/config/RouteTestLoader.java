package dev.pontoon.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the routes' own tests, {@code routes/*.test.yaml}; reports every mistake in them at once.
 * Nothing in them is filled from outside. Stateless, for any thread.
 */
public final class RouteTestLoader {

  /** What came of it. */
  public sealed interface Result {}

  /**
   * Everything is right.
   *
   * @param files in the order of their names; empty when there are no tests
   */
  public record Loaded(List<TestFile> files) implements Result {}

  /**
   * Something is wrong.
   *
   * @param problems all of them; at least one
   */
  public record Invalid(List<Problem> problems) implements Result {}

  /**
   * One test file.
   *
   * @param file its path, for messages
   * @param routeFile path of the route file it belongs to, as in {@link RouteConfig#file()}
   */
  public record TestFile(String file, String routeFile, List<RouteTest> tests) {}

  /**
   * @param routesDir the folder in which {@code orders.test.yaml} stands beside {@code orders.yaml}
   */
  public Result load(Path routesDir) {
    Report report = new Report();
    List<TestFile> files = new ArrayList<>();
    for (Path path : new RoutesFolder(routesDir, report).tests()) {
      Path route = route(path);
      if (route == null) {
        String name = path.getFileName().toString().replaceFirst("\\.test\\.", ".");
        report.add(
            path.toString(),
            Position.START,
            "",
            "there is no route file for these tests",
            "they belong to a route in " + name,
            null);
        continue;
      }
      files.add(new TestFile(path.toString(), route.toString(), tests(path, report)));
    }
    return report.isEmpty() ? new Loaded(List.copyOf(files)) : new Invalid(report.problems());
  }

  private static @Nullable Path route(Path test) {
    String base = test.getFileName().toString().replaceFirst("\\.test\\.ya?ml$", "");
    for (String suffix : List.of(".yaml", ".yml")) {
      Path route = test.resolveSibling(base + suffix);
      if (Files.exists(route)) {
        return route;
      }
    }
    return null;
  }

  private static List<RouteTest> tests(Path path, Report report) {
    List<RouteTest> tests = new ArrayList<>();
    Place place = new Place(path.toString(), "", report, null, false);
    Yaml yaml = YamlReader.read(path, place);
    if (yaml instanceof Yaml.Items items) {
      for (int i = 0; i < items.values().size(); i++) {
        Yaml item = items.values().get(i);
        Values values = TestOptions.TEST.read(item, place.item(i));
        if (values != null) {
          check(values);
          if (report.isEmpty()) {
            tests.add(test(values, item.at().line()));
          }
        }
      }
    } else if (yaml != null) {
      place.unfit(yaml, "a list of tests stands here, each with name, given and then");
    }
    return List.copyOf(tests);
  }

  private static void check(Values test) {
    Values given = test.find(TestOptions.GIVEN);
    Values then = test.find(TestOptions.THEN);
    if (given != null && given.wrote(TestOptions.BODY) && given.wrote(TestOptions.BODY_BASE64)) {
      given.problem(TestOptions.BODY_BASE64, "'body' stands here too", "only one is allowed");
    }
    if (then == null) {
      return;
    }
    if (then.wrote(TestOptions.REFUSED)) {
      alone(then, "'refused' stands here too", "a refused message makes no record");
      if (Boolean.TRUE.equals(then.find(TestOptions.FILTERED))) {
        then.problem(TestOptions.FILTERED, "'refused' stands here too", "only one can come of it");
      }
    } else if (Boolean.TRUE.equals(then.find(TestOptions.FILTERED))) {
      alone(then, "'filtered' stands here too", "a message that is left out makes no record");
    }
    if (then.wrote(TestOptions.VALUE) && then.wrote(TestOptions.BODY_JSON)) {
      then.problem(TestOptions.BODY_JSON, "'value' stands here too", "only one is allowed");
    }
    for (Option<?> value : List.of(TestOptions.VALUE, TestOptions.BODY_JSON)) {
      if (then.wrote(value) && Boolean.TRUE.equals(then.find(TestOptions.TOMBSTONE))) {
        then.problem(value, "a tombstone has no value", "leave one of the two out");
      }
    }
  }

  private static void alone(Values then, String wrong, String why) {
    for (Option<?> other : TestOptions.THEN_RECORD) {
      if (then.wrote(other)) {
        then.problem(other, wrong, why);
      }
    }
  }

  private static RouteTest test(Values test, int line) {
    return new RouteTest(
        test.get(TestOptions.NAME),
        given(test.get(TestOptions.GIVEN)),
        then(test.get(TestOptions.THEN)),
        line);
  }

  private static RouteTest.Given given(Values given) {
    Map<String, Object> properties = new LinkedHashMap<>();
    Values written = given.find(TestOptions.PROPERTIES);
    if (written != null) {
      for (Option<?> option : TestOptions.PROPERTY_OPTIONS) {
        Object value = written.find(option);
        if (value != null) {
          properties.put(option.name(), value);
        }
      }
    }
    Map<String, Object> headers = given.find(TestOptions.GIVEN_HEADERS);
    return new RouteTest.Given(
        given.find(TestOptions.SOURCE),
        Collections.unmodifiableMap(properties),
        headers == null ? Map.of() : headers,
        body(given));
  }

  private static RouteTest.Body body(Values given) {
    String text = given.find(TestOptions.BODY);
    String base64 = given.find(TestOptions.BODY_BASE64);
    if (text != null) {
      return new RouteTest.Text(text);
    }
    return base64 == null ? new RouteTest.NoBody() : new RouteTest.Base64Bytes(base64);
  }

  private static RouteTest.Then then(Values then) {
    String refused = then.find(TestOptions.REFUSED);
    if (refused != null) {
      return new RouteTest.Refused(refused);
    }
    if (then.get(TestOptions.FILTERED)) {
      return new RouteTest.Filtered();
    }
    TestOptions.Expected key = then.find(TestOptions.KEY);
    Map<String, Object> headers = then.find(TestOptions.HEADERS);
    Map<String, String> texts = new LinkedHashMap<>();
    if (headers != null) {
      headers.forEach((name, value) -> texts.put(name, String.valueOf(value)));
    }
    Instant timestamp = then.find(TestOptions.TIMESTAMP);
    return new RouteTest.Becomes(
        then.find(TestOptions.TOPIC_NAME),
        key == null ? null : key.text(),
        key != null && key.text() == null,
        timestamp,
        Collections.unmodifiableMap(texts),
        then.find(TestOptions.VALUE),
        then.find(TestOptions.BODY_JSON),
        then.get(TestOptions.TOMBSTONE));
  }
}
