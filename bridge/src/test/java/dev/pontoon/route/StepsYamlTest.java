package dev.pontoon.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pontoon.config.RouteConfig.Step;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StepsYamlTest {
  private static final Map<String, Object> FILTER = Map.of("filter", Map.of("simple", "${body}"));
  private static final Map<String, Object> LOG = Map.of("log", "hello");

  @Test
  void stepsStandBetweenSourceAndRecord() throws Exception {
    JsonNode from = from(LOG);
    assertThat(from.at("/uri").asText()).isEqualTo("a:b");
    assertThat(from.at("/steps/0/log").asText()).isEqualTo("hello");
    assertThat(from.at("/steps/1/to/uri").asText()).isEqualTo("c:d");
    assertThat(from.at("/steps")).hasSize(2);
  }

  @Test
  void whatFollowsAFilterMovesIntoIt() throws Exception {
    JsonNode from = from(LOG, FILTER, LOG, FILTER);
    assertThat(from.at("/steps")).hasSize(2);
    JsonNode first = from.at("/steps/1/filter");
    assertThat(first.at("/simple").asText()).isEqualTo("${body}");
    assertThat(first.at("/steps/0/log").asText()).isEqualTo("hello");
    assertThat(first.at("/steps/1/filter/steps/0/to/uri").asText()).isEqualTo("c:d");
  }

  @Test
  void aFilterWithItsOwnStepsKeepsThem() throws Exception {
    Map<String, Object> own = Map.of("filter", Map.of("simple", "${body}", "steps", List.of(LOG)));
    JsonNode from = from(own, LOG);
    assertThat(from.at("/steps")).hasSize(3);
    assertThat(from.at("/steps/0/filter/steps")).hasSize(1);
  }

  /** Or parts after the failed one would be in Kafka already, and again after a redrive. */
  @Test
  void stepsThatMakeSeveralMessagesEndAtTheFirstFailure() throws Exception {
    Map<String, Object> copies = Map.of("multicast", Map.of("steps", List.of(LOG)));
    Map<String, Object> parts =
        Map.of("split", Map.of("simple", "${body}", "steps", List.of(copies)));
    Map<String, Object> either =
        Map.of("choice", Map.of("otherwise", Map.of("steps", List.of(parts))));
    JsonNode split = from(either).at("/steps/0/choice/otherwise/steps/0/split");
    assertThat(split.at("/stopOnException").asBoolean()).isTrue();
    assertThat(split.at("/simple").asText()).isEqualTo("${body}");
    assertThat(split.at("/steps/0/multicast/stopOnException").asBoolean()).isTrue();
    assertThat(split.at("/steps/0/multicast/steps/0/log").asText()).isEqualTo("hello");
  }

  @SafeVarargs
  private static JsonNode from(Map<String, Object>... steps) throws Exception {
    List<Step> all = java.util.Arrays.stream(steps).map(data -> new Step(data, 1)).toList();
    JsonNode route = new ObjectMapper().readTree(StepsYaml.route("r", "a:b", all, "c:d"));
    assertThat(route.at("/0/route/id").asText()).isEqualTo("r");
    return route.at("/0/route/from");
  }
}
