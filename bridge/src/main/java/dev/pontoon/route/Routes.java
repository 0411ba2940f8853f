package dev.pontoon.route;

import dev.pontoon.config.RouteConfig;
import dev.pontoon.mapping.KeyExpressions;
import dev.pontoon.mapping.TreeRoom;
import dev.pontoon.message.PrintableText;
import dev.pontoon.message.SecretText;
import dev.pontoon.source.Causes;
import dev.pontoon.source.SourceEndpoint;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.SupervisingRouteController;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The Camel routes of this process: one per route file, from its source to the record endpoint. */
public final class Routes implements AutoCloseable {
  private static final String DUMP_HEAD = "# Camel route ";

  private static final String STEPS = "steps.camel.yaml";

  private static final long RETRY_MILLIS = 2_000;

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final OperatorPlaceholders placeholders = new OperatorPlaceholders();
  private final TreeRoom trees = TreeRoom.ofHeap();

  /**
   * @param name of the Camel context
   * @param loader finds components and drivers in lib/
   */
  public Routes(String name, ClassLoader loader) {
    placeholders.setCamelContext(context);
    context.setPropertiesComponent(placeholders);
    context.getCamelContextExtension().setName(name);
    context.setApplicationContextClassLoader(loader);
    // What is in flight is ours to count and to wait for; Camel's own shutdown would wait twice.
    context.getShutdownStrategy().setTimeout(1);
    context.getShutdownStrategy().setSuppressLoggingOnTimeout(true);
    context.getShutdownStrategy().setLogInflightExchangesOnTimeout(false);
    // A step's exception goes to the lane, which makes a dead letter of it and says so once.
    context
        .getCamelContextExtension()
        .setErrorHandlerFactory(new org.apache.camel.model.errorhandler.NoErrorHandlerDefinition());
    context.setMessageHistory(false);
    context.setAllowUseOriginalMessage(false);
    context.setSourceLocationEnabled(false);
    context.disableJMX();
  }

  public CamelContext context() {
    return context;
  }

  /** Keys by Camel's expression languages. */
  public KeyExpressions keys() {
    return new CamelKeys(context, trees);
  }

  /**
   * Adds a route; it starts with {@link #start}, or at once while others run.
   *
   * @throws Exception when Camel refuses the steps; the message names the route
   */
  public void add(RouteConfig route, Endpoint from) throws Exception {
    placeholders.during(
        () -> {
          build(route, from);
          return start(route);
        });
  }

  private boolean start(RouteConfig route) throws Exception {
    // Beside routes that are tried again, Camel leaves later ones alone.
    if (context.isStarted()
        && !context.getRouteController().getRouteStatus(route.id()).isStarted()) {
      context.getRouteController().startRoute(route.id());
      return true;
    }
    return false;
  }

  private void build(RouteConfig route, Endpoint from) throws Exception {
    boolean steps = !route.steps().isEmpty();
    String to = SourceEndpoint.uri("kafka", route.id());
    context.addEndpoint(from.getEndpointUri(), from);
    context.addEndpoint(to, new RecordEndpoint(to, context, steps));
    if (!steps) {
      context.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from(from.getEndpointUri()).routeId(route.id()).to(to);
            }
          });
      return;
    }
    route.steps().forEach(step -> texts(step.data(), placeholders::know));
    String yaml = StepsYaml.route(route.id(), from.getEndpointUri(), route.steps(), to);
    // Camel takes all behind the first dot of a resource's name for its kind.
    Resource resource = ResourceHelper.fromString(STEPS, yaml);
    try {
      PluginHelper.getRoutesLoader(context).loadRoutes(resource);
    } catch (Exception e) {
      throw new IllegalArgumentException(
          "route " + route.id() + ": Camel does not accept the steps: " + said(e), e);
    }
  }

  private static void texts(Object data, Consumer<String> to) {
    if (data instanceof Map<?, ?> map) {
      map.values().forEach(value -> texts(value, to));
    } else if (data instanceof List<?> list) {
      list.forEach(value -> texts(value, to));
    } else if (data instanceof String text) {
      to.accept(text);
    }
  }

  /** Why something failed, without what placeholders were filled with. */
  String said(Throwable failure) {
    return placeholders.hide(Causes.of(failure));
  }

  /** Before any route: components that would leave this process only tell what they would do. */
  void stub(Consumer<String> told) {
    ExtendedCamelContext extension = context.getCamelContextExtension();
    ComponentResolver real = PluginHelper.getComponentResolver(extension);
    extension.addContextPlugin(ComponentResolver.class, new StubComponents(real, told));
  }

  /**
   * Adds the route of a stock component. Where it can't start, such as with its broker away, it is
   * tried again and again, and the other routes run.
   *
   * @param suffix what the ids of all these routes end with, and no other route's
   */
  public void addTried(RouteBuilder route, String suffix) throws Exception {
    SupervisingRouteController supervising = context.getRouteController().supervising();
    supervising.setIncludeRoutes(".*" + suffix);
    supervising.setInitialDelay(1);
    supervising.setBackOffDelay(RETRY_MILLIS);
    placeholders.during(
        () -> {
          context.addRoutes(route);
          return route;
        });
  }

  /**
   * @throws IllegalStateException when a route can't be built, without passwords in the message
   */
  public void start() {
    try {
      placeholders.during(
          () -> {
            context.start();
            return context;
          });
    } catch (Exception e) {
      throw new IllegalStateException("Camel does not start: " + said(e), e);
    }
  }

  /**
   * What runs, in Camel's own YAML, one document per route.
   *
   * @param about what to say of a route in its head, by the route's id
   */
  public String dump(Map<String, String> about) throws Exception {
    StringBuilder text = new StringBuilder();
    for (RouteDefinition route : context.getRouteDefinitions()) {
      String said = about.getOrDefault(route.getId(), "");
      text.append(DUMP_HEAD).append(route.getId());
      text.append(said.isEmpty() ? "" : ": ").append(PrintableText.of(said)).append('\n');
      String yaml = PluginHelper.getModelToYAMLDumper(context).dumpModelAsYaml(context, route);
      text.append(PrintableText.lines(placeholders.hide(SecretText.masked(yaml))));
    }
    return text.toString();
  }

  /** Stops every route cleanly, each within its own stop time. */
  @Override
  public void close() {
    context.stop();
  }
}
