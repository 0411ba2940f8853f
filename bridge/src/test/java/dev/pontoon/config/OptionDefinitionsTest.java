package dev.pontoon.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pontoon.message.Property;
import dev.pontoon.message.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The definitions agree with the rest of the product, with Camel and with themselves. */
class OptionDefinitionsTest {
  static Stream<Option<?>> options() {
    List<Option<?>> all = new ArrayList<>();
    for (Group group : List.of(RouteOptions.ROUTE, BridgeOptions.BRIDGE, TestOptions.TEST)) {
      collect(group, all);
    }
    return all.stream();
  }

  private static void collect(Group group, List<Option<?>> all) {
    for (Option<?> option : group.options()) {
      all.add(option);
      Group nested = option.kind().nested();
      if (nested != null) {
        collect(nested, all);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("options")
  void everyOptionIsDescribedInOneSentence(Option<?> option) {
    assertThat(option.doc()).matches("(?s)[A-Z`].*\\.");
    assertThat(option.name()).matches("[a-z0-9]+(-[a-z0-9]+)*");
    assertThat(option.kind().label()).isNotBlank();
    assertThat(option.kind().schema()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("options")
  void everyDefaultIsReadAsItself(Option<?> option) {
    assertThat(readAgain(option)).isEqualTo(option.fallback());
  }

  private static <T> Object readAgain(Option<T> option) {
    T fallback = option.fallback();
    if (fallback == null) {
      return null;
    }
    String text = option.kind().write(fallback);
    Report report = new Report();
    Place place = new Place("f", "", report, null, false);
    Yaml yaml = new YamlParser(place).parse("'" + text + "'");
    Yaml plain = new YamlParser(place).parse(text);
    T quoted = option.kind().read(Objects.requireNonNull(yaml), place);
    return quoted != null ? quoted : option.kind().read(Objects.requireNonNull(plain), place);
  }

  @Test
  void standardPropertiesAreThoseOfTheMessage() {
    assertThat(KeyRules.PROPERTIES)
        .containsExactlyElementsOf(Arrays.stream(Property.values()).map(Property::text).toList());
  }

  @Test
  void valuesOfStandardPropertiesHaveTheTypeOfTheMessage() {
    for (Property property : Property.values()) {
      Option<?> option =
          TestOptions.PROPERTY_OPTIONS.stream()
              .filter(o -> o.name().equals(property.text()))
              .findFirst()
              .orElseThrow();
      String text =
          Map.of("Integer", "4", "Long", "4", "Instant", "2024-01-02T03:04:05Z", "String", "a")
              .get(property.type().getSimpleName());
      Place place = new Place("f", "", new Report(), null, false);
      Yaml yaml = Objects.requireNonNull(new YamlParser(place).parse(text));
      assertThat(option.kind().read(yaml, place)).isInstanceOf(property.type());
    }
  }

  @Test
  void reasonsAreThoseOfRefusals() {
    assertThat(TestOptions.REASONS)
        .containsExactlyElementsOf(Arrays.stream(Refusal.Reason.values()).map(Enum::name).toList());
  }

  @Test
  void stepsAreThoseOfCamel() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("/schema/camelYamlDsl.json")) {
      JsonNode definitions = new ObjectMapper().readTree(in).at("/items/definitions");
      JsonNode steps =
          definitions.get("org.apache.camel.model.ProcessorDefinition").get("properties");
      List<String> names = new ArrayList<>();
      steps.fieldNames().forEachRemaining(names::add);
      assertThat(CamelSteps.KNOWN).containsExactlyInAnyOrderElementsOf(names);
    }
    assertThat(CamelSteps.KNOWN).containsAll(CamelSteps.REFUSED.keySet());
  }
}
