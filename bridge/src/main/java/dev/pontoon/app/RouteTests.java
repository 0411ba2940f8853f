package dev.pontoon.app;

import dev.pontoon.config.RouteConfig;
import dev.pontoon.config.RouteTest;
import dev.pontoon.config.RouteTestLoader;
import dev.pontoon.mapping.Expectation;
import dev.pontoon.mapping.RouteTestRunner;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Refusal;
import dev.pontoon.route.StepRun;
import dev.pontoon.source.Causes;
import java.io.PrintWriter;
import java.util.List;

/** Runs the routes' own tests: through the route's steps and the real mapper, without a broker. */
final class RouteTests {
  private final List<RouteConfig> routes;
  private final PrintWriter out;
  private int passed;
  private int failed;

  RouteTests(List<RouteConfig> routes, PrintWriter out) {
    this.routes = routes;
    this.out = out;
  }

  int passed() {
    return passed;
  }

  int failed() {
    return failed;
  }

  /** Builds every route as it would run, then runs the tests that stand beside it. */
  void run(List<RouteTestLoader.TestFile> files) {
    files.forEach(this::findSources);
    for (RouteConfig route : routes) {
      try (StepRun dry = new StepRun(route, StepRun.Sending.TOLD)) {
        for (RouteTestLoader.TestFile file : files) {
          if (file.routeFile().equals(route.file())) {
            file.tests().stream()
                .filter(test -> isMeant(route, test))
                .forEach(test -> run(route, dry, file.file(), test));
          }
        }
      } catch (Exception e) {
        failed++;
        out.println("FAILED  " + route.file() + "  " + Causes.of(e));
      }
    }
  }

  private static boolean isMeant(RouteConfig route, RouteTest test) {
    String source = test.given().source();
    return source == null || source.equals(route.from().source());
  }

  /** A test for a source that its route does not have would never run. */
  private void findSources(RouteTestLoader.TestFile file) {
    List<RouteConfig> own =
        routes.stream().filter(route -> route.file().equals(file.routeFile())).toList();
    for (RouteTest test : file.tests()) {
      if (own.stream().noneMatch(route -> isMeant(route, test))) {
        failed++;
        out.println("FAILED  " + test.name() + "  (" + file.file() + ":" + test.line() + ")");
        out.println("        given.source is no source of " + file.routeFile());
      }
    }
  }

  private void run(RouteConfig route, StepRun dry, String file, RouteTest test) {
    List<String> differences = differences(route, dry, test);
    if (differences.isEmpty()) {
      passed++;
      out.println("passed  " + route.id() + ": " + test.name());
      return;
    }
    failed++;
    out.println(
        "FAILED  " + route.id() + ": " + test.name() + "  (" + file + ":" + test.line() + ")");
    differences.forEach(difference -> out.println("        " + difference));
  }

  private static List<String> differences(RouteConfig route, StepRun dry, RouteTest test) {
    Expectation expected = Samples.expectation(test.then());
    List<LegacyMessage> made;
    try {
      made = dry.run(Samples.message(route, test.given()));
    } catch (Exception e) {
      return RouteTestRunner.differences(stepFailed(e), expected);
    }
    return RouteTestRunner.differences(route, made, expected, dry.keys());
  }

  /** What a step's exception makes of its message. */
  static Refusal stepFailed(Exception e) {
    return new Refusal(Refusal.Reason.STEP_FAILED, Refusal.stepThrew(e));
  }
}
