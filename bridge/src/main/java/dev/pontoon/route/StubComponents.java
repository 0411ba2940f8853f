package dev.pontoon.route;

import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/**
 * Components that check their URIs and reach nothing: in place of all that would leave this
 * process. Whoever asks Camel for an endpoint gets a stub, be its URI written or made from a
 * message.
 */
final class StubComponents implements ComponentResolver {
  /** They compute, and the result is wanted. A bean of the user's does what it does. */
  private static final Set<String> KEPT =
      Set.of(
          "atlasmap",
          "bean",
          "class",
          "chunk",
          "dataformat",
          "dataset",
          "direct",
          "freemarker",
          "json-patch",
          "json-validator",
          "jolt",
          "jslt",
          "jsonata",
          "kamelet",
          "language",
          "log",
          "mustache",
          "mvel",
          "string-template",
          "thymeleaf",
          "validator",
          "velocity",
          "xj",
          "xquery",
          "xslt",
          "xslt-saxon");

  private final ComponentResolver real;
  private final Consumer<String> sends;

  /**
   * @param sends is told what would have happened, as a sentence
   */
  StubComponents(ComponentResolver real, Consumer<String> sends) {
    this.real = real;
    this.sends = sends;
  }

  @Override
  public @Nullable Component resolveComponent(String name, CamelContext context) throws Exception {
    Component component = real.resolveComponent(name, context);
    return component == null || KEPT.contains(name) ? component : new Stub(component);
  }

  /** Nothing of it is configured: that is the real one's. */
  private final class Stub extends ServiceSupport implements Component {
    private final Component component;

    Stub(Component component) {
      this.component = component;
    }

    @Override
    public Endpoint createEndpoint(String uri) throws Exception {
      return new StubEndpoint(component.createEndpoint(uri), sends);
    }

    @Override
    public Endpoint createEndpoint(String uri, Map<String, Object> parameters) throws Exception {
      return new StubEndpoint(component.createEndpoint(uri, parameters), sends);
    }

    @Override
    public boolean useRawUri() {
      return component.useRawUri();
    }

    @Override
    public CamelContext getCamelContext() {
      return component.getCamelContext();
    }

    @Override
    public void setCamelContext(CamelContext context) {
      component.setCamelContext(context);
    }

    @Override
    public boolean isAutowiredEnabled() {
      return false;
    }

    @Override
    protected void doInit() {
      ServiceHelper.initService(component);
    }

    @Override
    protected void doStart() {
      ServiceHelper.startService(component);
    }

    @Override
    protected void doStop() {
      ServiceHelper.stopService(component);
    }
  }
}
