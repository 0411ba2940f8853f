package dev.pontoon.app;

import dev.pontoon.config.BridgeConfig;
import dev.pontoon.config.ConfigLoader;
import dev.pontoon.config.RouteConfig;
import dev.pontoon.deadletter.Redrive;
import dev.pontoon.deadletter.RedriveCounts;
import dev.pontoon.deadletter.RedriveException;
import java.io.Console;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Brings dead letters back. */
@Command(
    name = "redrive",
    description =
        "Brings dead letters of a route back, each once: stopped or killed and started again, it"
            + " goes on where it was. Letters that are refused again stay as new dead letters with"
            + " the newest reason.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "--to route writes records, new dead letters and its progress in one Kafka transaction: each"
          + " letter arrives exactly once. --to queue publishes first and notes it after the"
          + " broker's confirm: after a kill, the letters of one batch may arrive twice; it says"
          + " how many.",
      "",
      "Exit codes: 0 all that was meant is done, 1 some were refused again or left, or it failed,"
          + " 2 wrong arguments or wrong YAML."
    })
final class RedriveCommand implements Callable<Integer> {
  /** Where to. */
  enum To {
    ROUTE,
    QUEUE
  }

  @Option(
      names = "--route",
      required = true,
      paramLabel = "ROUTE",
      description =
          "The route whose dead letters are meant; of a list of sources all, one after the other,"
              + " or one: ROUTE/SOURCE.")
  private String id = "";

  @Mixin private LetterOptions letters = new LetterOptions();

  @Option(
      names = "--to",
      defaultValue = "route",
      paramLabel = "route|queue",
      description = {
        "route: through the route's steps and mapping into its topic (default).",
        "queue: back to the legacy queue that the route reads, as it was."
      })
  private To to = To.ROUTE;

  @Option(names = "--limit", paramLabel = "N", description = "Dead letters in this run at most.")
  private @Nullable Long limit;

  @Option(
      names = "--rate",
      paramLabel = "N/s",
      description = "Dead letters per second at most: 50/s.")
  private @Nullable String rate;

  @Option(
      names = "--max-count",
      paramLabel = "N",
      defaultValue = "5",
      description = "Leaves letters that have been refused this often. Default: ${DEFAULT-VALUE}")
  private long maxCount = 5;

  @Option(
      names = "--dry-run",
      description = "Says what would happen; writes nothing and keeps no progress.")
  private boolean dry;

  @Mixin private ConfigOptions files = new ConfigOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    double perSecond = perSecond();
    if (limit != null && limit < 1 || maxCount < 1) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--limit and --max-count are 1 or more");
    }
    letters.check(spec);
    ConfigLoader.Loaded loaded = files.load(spec.commandLine().getErr());
    if (loaded == null) {
      return Pontoon.WRONG_INPUT;
    }
    KnownRoutes.Asked asked = KnownRoutes.asked(loaded, id, spec);
    List<RouteConfig> routes = asked.routes();
    if (!asked.troubles().isEmpty()) {
      asked.troubles().forEach(spec.commandLine().getErr()::println);
      return Pontoon.FAILED;
    }
    if (routes.isEmpty()) {
      spec.commandLine().getErr().println("the broker has no name now that matches in " + id);
      return Pontoon.FAILED;
    }
    for (RouteConfig route : routes) {
      String noWayBack = to == To.QUEUE ? RedriveJob.noWayBack(route) : null;
      if (noWayBack != null) {
        throw new CommandLine.ParameterException(spec.commandLine(), noWayBack);
      }
    }
    RedrivePace pace = new RedrivePace(perSecond, System::nanoTime);
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook = new Thread(() -> stop(pace, ended), "pontoon-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return redrive(loaded, routes, perSecond, pace);
    } finally {
      ended.countDown();
      unhook(hook);
    }
  }

  /** One route after the other: they may have different dead-letter topics. */
  private int redrive(
      ConfigLoader.Loaded loaded, List<RouteConfig> routes, double perSecond, RedrivePace pace)
      throws Exception {
    long left = limit == null ? Long.MAX_VALUE : limit;
    boolean whole = true;
    for (RouteConfig route : routes) {
      if (left > 0 && !pace.stopped()) {
        if (routes.size() > 1) {
          spec.commandLine().getOut().println("# " + route.id());
        }
        try {
          RedriveCounts counts = redrive(loaded, route, plan(route, left, perSecond), pace);
          left -= counts.sent() + counts.refused() + counts.filtered();
          whole &= counts.refused() + counts.unfit() == 0;
        } catch (RedriveJob.NoTopicException e) {
          spec.commandLine().getErr().println(e.getMessage());
          whole = false;
        }
      }
    }
    return whole && !pace.stopped() ? 0 : Pontoon.FAILED;
  }

  private Redrive.Plan plan(RouteConfig route, long most, double perSecond) {
    // Small batches keep to a small rate without bursts.
    double batch = perSecond == 0 ? Redrive.BATCH : Math.max(1, perSecond / 5);
    return new Redrive.Plan(
        letters.filter(route), most, maxCount, (int) Math.min(Redrive.BATCH, batch));
  }

  private RedriveCounts redrive(
      ConfigLoader.Loaded loaded, RouteConfig route, Redrive.Plan plan, RedrivePace pace)
      throws Exception {
    BridgeConfig bridge = loaded.bridge();
    Set<String> taken = KnownRoutes.taken(loaded, List.of(route));
    PrintWriter out = spec.commandLine().getOut();
    Console console = System.console();
    PrintWriter shown = console == null ? out : console.writer(); // its line is written over
    RedriveDisplay display = new RedriveDisplay(shown, console != null, System::nanoTime);
    RedriveJob.Mode mode = new RedriveJob.Mode(to == To.QUEUE, dry);
    try (RedriveJob job = new RedriveJob(bridge, route, taken, mode, display, out::println)) {
      Redrive redrive = job.redrive(plan, pace, display);
      RedriveCounts counts;
      try {
        counts = redrive.run(job.letters());
      } catch (RedriveException e) {
        display.clear();
        display.refusedAgain().forEach(out::println);
        out.println("ended by a failure; the same command goes on from here");
        last(out, redrive.counts());
        throw e;
      }
      display.clear();
      job.told().forEach(out::println);
      display.refusedAgain().forEach(out::println);
      if (counts.considered() == 0) {
        out.println("no dead letters of route " + route.id() + " match");
      }
      if (pace.stopped()) {
        out.println("stopped; the same command goes on from here");
      }
      last(out, counts);
      return counts;
    }
  }

  private void last(PrintWriter out, RedriveCounts counts) {
    out.println("redrive: " + counts.text() + (dry ? " (dry run: nothing was written)" : ""));
    out.flush();
  }

  private double perSecond() {
    if (rate == null) {
      return 0;
    }
    String number = rate.endsWith("/s") ? rate.substring(0, rate.length() - 2) : rate;
    if (!number.matches("\\d{1,7}(\\.\\d{1,3})?") || Double.parseDouble(number) == 0) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--rate is a number per second, such as 50/s");
    }
    return Double.parseDouble(number);
  }

  /** On Ctrl-C: the batch at hand is finished before the JVM ends. */
  private static void stop(RedrivePace pace, CountDownLatch ended) {
    pace.stop();
    try {
      var unused = ended.await(15, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void unhook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ignored) {
      // The JVM is ending: that is why the redrive has stopped.
    }
  }
}
