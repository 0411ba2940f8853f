package dev.pontoon.app;

import dev.pontoon.config.ConfigLoader;
import dev.pontoon.config.RouteConfig;
import dev.pontoon.mapping.Explanation;
import dev.pontoon.mapping.PlannedLimits;
import dev.pontoon.mapping.RouteMapper;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Property;
import dev.pontoon.route.StepRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What record would this message become, and why. */
@Command(
    name = "explain",
    header = "Shows the record that a message would become, and which rule chose each part.",
    description = {
      "The body is read from standard input:",
      "  echo '{\"qty\":3}' | pontoon explain orders -H orderId=A-17 -P routing-key=order.new",
      ""
    },
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "ROUTE",
      description =
          "The route's id; of a file with a list of sources, all of them or one: ROUTE/SOURCE; of a"
              + " pattern, one.")
  private String id = "";

  @Option(
      names = {"-H", "--header"},
      paramLabel = "NAME=VALUE",
      description = "An application header (AMQP header, JMS property), as text.")
  private Map<String, String> headers = new LinkedHashMap<>();

  @Option(
      names = {"-P", "--property"},
      paramLabel = "NAME=VALUE",
      description = "A standard property, such as message-id, timestamp or routing-key.")
  private Map<String, String> properties = new LinkedHashMap<>();

  @Mixin private ConfigOptions files = new ConfigOptions();
  @Spec private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    ConfigLoader.Loaded loaded = files.load(spec.commandLine().getErr());
    if (loaded == null) {
      return Pontoon.WRONG_INPUT;
    }
    List<RouteConfig> routes = KnownRoutes.named(loaded, id, spec);
    byte[] body = body();
    PrintWriter out = spec.commandLine().getOut();
    for (RouteConfig route : routes) {
      if (routes.size() > 1) {
        out.println("# " + route.id());
      }
      explain(route, body, out);
    }
    out.flush();
    return 0;
  }

  private void explain(RouteConfig route, byte[] body, PrintWriter out) throws Exception {
    LegacyMessage message =
        Samples.message(route, properties(), headers, Samples.body(body, Origins.of(route)));
    try (StepRun dry = new StepRun(route, StepRun.Sending.TOLD)) {
      RouteMapper mapper =
          new RouteMapper(
              route,
              message.origin(),
              () -> PlannedLimits.of(route.to()),
              Clock.systemUTC(),
              dry.keys(),
              () -> {});
      List<LegacyMessage> results;
      try {
        results = dry.run(message);
      } catch (Exception e) {
        dry.told().forEach(out::println);
        out.print(Explanation.of(RouteTests.stepFailed(e)).text());
        return;
      }
      dry.told().forEach(out::println);
      if (results.isEmpty()) {
        out.println("filtered: the route's steps leave this message out; it is acknowledged");
      }
      for (LegacyMessage result : results) {
        out.print(mapper.explain(result).text());
      }
    }
  }

  private Map<Property, Object> properties() {
    Map<Property, Object> typed = new EnumMap<>(Property.class);
    properties.forEach(
        (name, text) -> {
          try {
            Property property = Samples.property(name);
            typed.put(property, Samples.value(property, text));
          } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(
                spec.commandLine(), String.valueOf(e.getMessage()), e);
          }
        });
    return typed;
  }

  /** Standard input; a terminal is not waited for. */
  private static byte[] body() throws IOException {
    boolean nothing = System.console() != null && System.in.available() == 0;
    return nothing ? new byte[0] : System.in.readAllBytes();
  }
}
