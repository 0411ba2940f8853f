package dev.pontoon.config;

import dev.pontoon.config.RouteConfig.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Steps in Camel's YAML DSL, kept as they stand. What Camel would say about their options is left
 * to Camel; what would break the promise is refused here.
 */
final class StepsKind implements Kind<List<Step>> {
  static final StepsKind STEPS = new StepsKind();

  private static final String ALLOWED = "a list of Camel YAML DSL steps stands here";

  private StepsKind() {}

  @Override
  public @Nullable List<Step> read(Yaml value, Place place) {
    Place literal = place.literal();
    if (!(value instanceof Yaml.Items items)) {
      place.unfit(value, ALLOWED);
      return null;
    }
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < items.values().size(); i++) {
      Yaml item = items.values().get(i);
      Place at = literal.item(i);
      step(item, at);
      if (item instanceof Yaml.Mapping mapping) {
        Map<String, Object> data = DataKind.DATA.read(mapping, at);
        if (data != null) {
          steps.add(new Step(data, mapping.at().line()));
        }
      }
    }
    return List.copyOf(steps);
  }

  private static void step(Yaml step, Place place) {
    if (step instanceof Yaml.Scalar scalar && CamelSteps.KNOWN.contains(scalar.text())) {
      place.problem(step.at(), "the colon behind the step is missing", "", scalar.text() + ": {}");
      return;
    }
    if (!(step instanceof Yaml.Mapping mapping) || mapping.entries().size() != 1) {
      String wrong =
          step instanceof Yaml.Mapping ? "there is more than one step" : "this is " + step.what();
      place.problem(step.at(), wrong, "one step with its name as the only key, such as 'filter:'");
      return;
    }
    Yaml.Entry entry = mapping.entries().get(0);
    String name = entry.key();
    Place below = place.under(name);
    String refused = CamelSteps.REFUSED.get(name);
    if (refused != null) {
      below.problem(
          entry.at(), "this step is not allowed in a route that keeps its promise", refused);
    } else if (!CamelSteps.KNOWN.contains(name)) {
      below.problem(
          entry.at(),
          "this is not a Camel step",
          "the names are those of Camel's YAML DSL",
          Similar.nearest(name.replace("-", ""), CamelSteps.KNOWN));
    } else {
      endpoint(name, entry.value(), below);
      inside(entry.value(), below);
    }
  }

  /** Looks for steps within steps and for options that leave the thread. */
  private static void inside(Yaml value, Place place) {
    if (value instanceof Yaml.Items items) {
      for (int i = 0; i < items.values().size(); i++) {
        inside(items.values().get(i), place.item(i));
      }
    } else if (value instanceof Yaml.Mapping mapping) {
      for (Yaml.Entry entry : mapping.entries()) {
        option(entry, place.under(entry.key()));
      }
    }
  }

  private static void option(Yaml.Entry entry, Place place) {
    String reason = CamelSteps.REFUSED_OPTIONS.get(entry.key());
    if (reason != null
        && entry.value() instanceof Yaml.Scalar scalar
        && !scalar.text().equals("false")) {
      place.problem(entry.at(), "this option is not allowed", reason);
    }
    if (entry.key().equals(CamelSteps.STOP_ON_EXCEPTION)
        && entry.value() instanceof Yaml.Scalar scalar
        && !scalar.text().equals("true")) {
      place.problem(entry.at(), "this option can't be turned off", CamelSteps.GOES_ON);
    }
    if (entry.key().equals("steps") && entry.value() instanceof Yaml.Items items) {
      for (int i = 0; i < items.values().size(); i++) {
        step(items.values().get(i), place.item(i));
      }
    } else {
      inside(entry.value(), place);
    }
  }

  private static void endpoint(String step, Yaml value, Place place) {
    if (!CamelSteps.SENDING.contains(step)) {
      return;
    }
    if (value instanceof Yaml.Scalar scalar) {
      endpoint(scalar, place);
    } else if (value instanceof Yaml.Mapping mapping) {
      for (Yaml.Entry entry : mapping.entries()) {
        if (entry.key().equals("uri") && entry.value() instanceof Yaml.Scalar uri) {
          endpoint(uri, place.under("uri"));
        }
      }
    }
  }

  private static void endpoint(Yaml.Scalar uri, Place place) {
    int colon = uri.text().indexOf(':');
    String scheme = colon < 0 ? uri.text() : uri.text().substring(0, colon);
    if (CamelSteps.REFUSED_ENDPOINTS.contains(scheme)) {
      place.problem(uri.at(), "'" + scheme + "' is not allowed here", CamelSteps.REFUSED_ENDPOINT);
    }
  }

  @Override
  public String label() {
    return "list of Camel YAML DSL steps";
  }

  @Override
  public Map<String, Object> schema() {
    return Schemas.map(
        "type",
        "array",
        "items",
        Schemas.map(
            "type",
            "object",
            "minProperties",
            1,
            "maxProperties",
            1,
            "propertyNames",
            Schemas.map("enum", CamelSteps.allowed())));
  }
}
