package dev.pontoon.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Properties;
import java.util.TreeSet;
import org.apache.camel.CamelContext;

/**
 * Names of headers that are orders to a Camel component: which topic, which file, which recipients.
 * A message's own header of such a name is shown to steps under another one, so that no publisher
 * gives orders. Names are compared as Camel compares them, which takes the Kelvin sign for a k, and
 * without what stands around the letters and digits.
 */
public final class SteeringNames {
  /** Before the name of a message's own header that would otherwise be an order. */
  public static final String ESCAPED = "pontoon.escaped.";

  /** Whoever knows no component of the class path still knows these. */
  private static final List<String> PREFIXES =
      List.of(
          "pontoon.",
          "camel",
          "org.apache.camel",
          "org.restlet",
          "kafka.",
          "rabbitmq.",
          "jms",
          "breadcrumbid");

  private static final String COMPONENTS = "META-INF/services/org/apache/camel/component";

  private final NavigableSet<String> prefixes = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
  private final NavigableSet<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  private SteeringNames(ClassLoader loader) {
    prefixes.addAll(PREFIXES);
    try {
      for (URL list : Collections.list(loader.getResources(COMPONENTS + ".properties"))) {
        for (String component : properties(list).getProperty("components", "").split("\\s+")) {
          declared(loader, component);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("the class path can't be read", e);
    }
  }

  /** Those of a context's class path; they are looked up once. */
  public static SteeringNames of(CamelContext context) {
    SteeringNames known = context.getCamelContextExtension().getContextPlugin(SteeringNames.class);
    if (known == null) {
      ClassLoader given = context.getApplicationContextClassLoader();
      known = new SteeringNames(given == null ? SteeringNames.class.getClassLoader() : given);
      context.getCamelContextExtension().addContextPlugin(SteeringNames.class, known);
    }
    return known;
  }

  /** What a component says of itself in its jar. */
  private void declared(ClassLoader loader, String component) throws IOException {
    URL service = component.isEmpty() ? null : loader.getResource(COMPONENTS + '/' + component);
    String type = service == null ? null : properties(service).getProperty("class");
    if (type == null || type.lastIndexOf('.') < 0) {
      return;
    }
    String folder = "META-INF/" + type.substring(0, type.lastIndexOf('.')).replace('.', '/');
    URL about = loader.getResource(folder + '/' + component + ".json");
    JsonNode headers = about == null ? null : new ObjectMapper().readTree(about).get("headers");
    if (headers != null) {
      headers.fieldNames().forEachRemaining(this::add);
    }
  }

  /** Of {@code kafka.KEY}, all that begins with {@code kafka.}: a component has undeclared ones. */
  private void add(String name) {
    int dot = name.indexOf('.');
    if (dot > 0) {
      prefixes.add(name.substring(0, dot + 1));
    } else {
      names.add(core(name));
    }
  }

  private static Properties properties(URL at) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = at.openStream()) {
      properties.load(in);
    }
    return properties;
  }

  /** The name under which steps see a message's own header. */
  public String escape(String name) {
    return steers(name) ? ESCAPED + name : name;
  }

  /** The way back from {@link #escape}. */
  public static String unescape(String name) {
    return name.regionMatches(true, 0, ESCAPED, 0, ESCAPED.length())
        ? name.substring(ESCAPED.length())
        : name;
  }

  private boolean steers(String name) {
    String core = core(name);
    if (core.isEmpty()) {
      return false;
    }
    for (String prefix : prefixes) {
      if (core.regionMatches(true, 0, prefix, 0, prefix.length())) {
        return true;
      }
    }
    return names.contains(core);
  }

  /** Without what is neither letter nor digit at both ends: somebody may trim it away. */
  private static String core(String name) {
    int from = 0;
    int to = name.length();
    while (from < to && !Character.isLetterOrDigit(name.charAt(from))) {
      from++;
    }
    while (to > from
        && !Character.isLetterOrDigit(name.charAt(to - 1))
        && name.charAt(to - 1) != '.') {
      to--;
    }
    return from == 0 && to == name.length() ? name : name.substring(from, to);
  }
}
