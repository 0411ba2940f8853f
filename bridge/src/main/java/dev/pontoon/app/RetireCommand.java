package dev.pontoon.app;

import dev.pontoon.config.ConfigLoader;
import dev.pontoon.config.Connection;
import dev.pontoon.config.From;
import dev.pontoon.config.RouteConfig;
import dev.pontoon.source.Workers;
import dev.pontoon.source.rabbitmq.Retirement;
import dev.pontoon.source.rabbitmq.Retirement.Outcome;
import dev.pontoon.source.rabbitmq.Retirement.Result;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Removes what a route has left on RabbitMQ. */
@Command(
    name = "retire",
    description =
        "Removes the queues that Pontoon made for a route on RabbitMQ, if they are empty and nobody"
            + " reads them; else it says why not. The route may be gone from the files already."
            + " Topics, with records and dead letters, stay.",
    mixinStandardHelpOptions = true,
    footer = {"", "Exit codes: 0 removed, 1 something was left or not there, 2 wrong arguments."})
final class RetireCommand implements Callable<Integer> {
  @Parameters(paramLabel = "ROUTE", description = "The route's id; of a list: ROUTE/EXCHANGE.")
  private String id = "";

  @Option(
      names = "--connection",
      paramLabel = "NAME",
      description = "Where it was, if the route is gone and bridge.yaml names several RabbitMQs.")
  private @Nullable String connection;

  @Mixin private ConfigOptions files = new ConfigOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  /** Where a route's queue is. */
  private record Place(Connection.Rabbit rabbit, String queue) {}

  @Override
  public Integer call() throws Exception {
    ConfigLoader.Loaded loaded = files.load(spec.commandLine().getErr());
    if (loaded == null) {
      return Pontoon.WRONG_INPUT;
    }
    PrintWriter out = spec.commandLine().getOut();
    Optional<RouteConfig> route =
        loaded.routes().stream().filter(one -> one.id().equals(id)).findFirst();
    Place place = route.isPresent() ? ofRoute(loaded, route.get()) : byName(loaded);
    boolean whole = true;
    boolean found = false;
    try (Workers workers = new Workers();
        Retirement retirement = new Retirement(place.rabbit(), workers)) {
      for (String queue : List.of(place.queue(), place.queue() + ".late")) {
        Result result = retirement.retire(queue);
        found |= result.outcome() != Outcome.MISSING;
        whole &= result.outcome() != Outcome.LEFT;
        out.println("queue " + queue + ": " + result.why());
      }
    }
    route.ifPresent(
        still ->
            out.println(
                still.file() + " still has the route: a bridge that starts makes the queue again"));
    out.flush();
    return whole && found ? 0 : Pontoon.FAILED;
  }

  private Place ofRoute(ConfigLoader.Loaded loaded, RouteConfig route) {
    if (route.from() instanceof From.RabbitExchange from
        && loaded.bridge().connections().get(from.connection()) instanceof Connection.Rabbit mq) {
      return new Place(mq, from.queue());
    }
    throw new CommandLine.ParameterException(
        spec.commandLine(), "route " + id + " reads no queue that Pontoon made on RabbitMQ");
  }

  private Place byName(ConfigLoader.Loaded loaded) {
    List<Connection.Rabbit> brokers =
        loaded.bridge().connections().values().stream()
            .filter(Connection.Rabbit.class::isInstance)
            .map(Connection.Rabbit.class::cast)
            .filter(rabbit -> connection == null || rabbit.name().equals(connection))
            .toList();
    if (brokers.size() != 1) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "name the RabbitMQ connection of bridge.yaml with --connection");
    }
    return new Place(brokers.get(0), loaded.bridge().name() + "." + id.replace('/', '.'));
  }
}
