package dev.pontoon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A route file with several sources is several routes. */
class SourceListTest {
  private Path root;
  private ConfigFolder folder;

  @BeforeProperty
  @BeforeEach
  void create() throws IOException {
    root = Files.createTempDirectory("pontoon-lists");
    folder = new ConfigFolder(root);
  }

  @AfterProperty
  @AfterEach
  void remove() throws IOException {
    try (var files = Files.walk(root)) {
      for (Path path : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    }
  }

  private List<RouteConfig> routes(String from, String rest) {
    folder.write("routes/orders.yaml", "id: shop\nfrom: { " + from + " }\n" + rest);
    return folder.loaded(Map.of()).routes();
  }

  @Test
  void eachQueueOfAListIsARouteWithItsOwnTopics() {
    List<RouteConfig> routes =
        routes("rabbitmq: { queue: [eu, us/east] }", "to: { topic: \"old.{queue}.v1\" }\n");

    assertThat(routes).extracting(RouteConfig::id).containsExactly("shop/eu", "shop/us-east");
    assertThat(routes).extracting(RouteConfig::family).containsOnly("shop");
    assertThat(routes)
        .extracting(RouteConfig::from)
        .containsExactly(
            new From.RabbitQueue("rabbit", "eu"), new From.RabbitQueue("rabbit", "us/east"));
    assertThat(routes)
        .extracting(route -> route.to().name())
        .containsExactly("old.eu.v1", "old.us-east.v1");
    assertThat(routes)
        .extracting(route -> route.deadLetter().topic())
        .containsExactly("old.eu.v1.dead", "old.us-east.v1.dead");
  }

  @Test
  void eachExchangeOfAListHasItsOwnQueue() {
    List<RouteConfig> routes =
        routes("rabbitmq: { exchange: [a, b] }", "to: { topic: \"{exchange}\" }\n");
    List<RouteConfig> named =
        routes(
            "rabbitmq: { exchange: [a, b], own-queue: { name: \"copy of {exchange}\" } }",
            "to: { topic: \"{exchange}\" }\n");

    assertThat(routes)
        .extracting(SourceListTest::queue)
        .containsExactly("pontoon.shop.a", "pontoon.shop.b");
    assertThat(named).extracting(SourceListTest::queue).containsExactly("copy of a", "copy of b");
  }

  private static String queue(RouteConfig route) {
    return ((From.RabbitExchange) route.from()).queue();
  }

  @Test
  void jmsQueuesShareTheSelectorAndWhateverElseTheFileSays() {
    List<RouteConfig> routes =
        routes(
            "jms: { queue: [A, B], selector: \"x = 1\" }",
            "to: { topic: \"{queue}\", partitions: 4 }\ndelivery: effectively-once\n");

    assertThat(routes)
        .extracting(RouteConfig::from)
        .containsExactly(
            new From.JmsQueue("amq", "A", "x = 1"), new From.JmsQueue("amq", "B", "x = 1"));
    assertThat(routes)
        .allMatch(route -> Integer.valueOf(4).equals(route.to().partitions()))
        .allMatch(route -> route.delivery() == RouteConfig.Delivery.EFFECTIVELY_ONCE);
  }

  @Test
  void aListMayEndInOneTopicAndHaveOneForItsDeadLetters() {
    List<RouteConfig> together = routes("jms: { queue: [A, B] }", "to: { topic: all }\n");
    List<RouteConfig> dead =
        routes(
            "jms: { queue: [A, B] }",
            "to: { topic: \"{queue}\" }\ndead-letter: { topic: shop.dead }\n");
    List<RouteConfig> deadEach =
        routes(
            "jms: { queue: [A, B] }",
            "to: { topic: all }\ndead-letter: { topic: \"dead.{queue}\" }\n");

    assertThat(together).extracting(route -> route.to().name()).containsOnly("all");
    assertThat(dead).extracting(route -> route.deadLetter().topic()).containsOnly("shop.dead");
    assertThat(deadEach)
        .extracting(route -> route.deadLetter().topic())
        .containsExactly("dead.A", "dead.B");
  }

  @Test
  void aSingleNameKeepsTheIdOfTheFileAndMayHaveATemplate() {
    RouteConfig queue = routes("jms: { queue: A }", "to: { topic: \"old.{queue}\" }\n").get(0);
    RouteConfig exchange =
        routes("rabbitmq: { exchange: E }", "to: { topic: \"{exchange}.v1\" }\n").get(0);

    assertThat(queue.id()).isEqualTo("shop");
    assertThat(queue.family()).isEqualTo("shop");
    assertThat(queue.to().name()).isEqualTo("old.A");
    assertThat(exchange.to().name()).isEqualTo("E.v1");
    assertThat(queue(exchange)).isEqualTo("pontoon.shop");
  }

  /** What a route has written down under its id must be found again. */
  @Test
  void aRouteOfAListKeepsItsIdWhenTheListGrows() {
    String to = "to: { topic: \"{queue}\" }\n";
    RouteConfig alone = routes("jms: { queue: [B] }", to).get(0);
    RouteConfig among = routes("jms: { queue: [A, B, C] }", to).get(1);

    assertThat(alone.id()).isEqualTo("shop/B");
    assertThat(among).isEqualTo(alone);
  }

  @Test
  void aTopicMayBeMadeFromTheRoutingKey() {
    List<RouteConfig> routes =
        routes(
            "rabbitmq: { exchange: [a, b] }",
            "to: { topic: \"{exchange}.{routing-key}.v1\", max-topics: 7 }\n");
    RouteConfig fixed = routes("rabbitmq: { exchange: a }", "to: { topic: a }\n").get(0);

    assertThat(routes)
        .extracting(route -> route.to().name())
        .containsExactly("a.{routing-key}.v1", "b.{routing-key}.v1");
    assertThat(routes).allMatch(route -> route.to().isMade() && route.to().maxTopics() == 7);
    assertThat(routes)
        .extracting(route -> route.deadLetter().topic())
        .containsExactly("a.dead", "b.dead");
    assertThat(fixed.to().isMade()).isFalse();
  }

  @Property(tries = 200)
  void aListIsEitherRefusedOrAllItsNamesAreApart(@ForAll("names") List<String> names) {
    String list = names.stream().map(n -> '"' + n + '"').collect(Collectors.joining(", "));
    folder.write(
        "routes/orders.yaml",
        "id: shop\nfrom: { jms: { queue: [" + list + "] } }\nto: { topic: \"x.{queue}\" }\n");
    Set<String> comparable = new HashSet<>();
    names.forEach(name -> comparable.add(TopicNames.comparable(TopicNames.part(name))));
    boolean deadMeetsTopic =
        names.stream().anyMatch(n -> names.stream().anyMatch(m -> m.equals(n + ".dead")));

    if (comparable.size() < names.size() || deadMeetsTopic) {
      assertThat(folder.problems(Map.of())).isNotEmpty();
      return;
    }
    List<RouteConfig> routes = folder.loaded(Map.of()).routes();
    assertThat(routes).hasSameSizeAs(names);
    assertThat(routes).extracting(RouteConfig::id).doesNotHaveDuplicates();
    assertThat(routes).allMatch(route -> TopicNames.isLegal(route.to().name()));
    assertThat(routes)
        .extracting(route -> TopicNames.comparable(route.to().name()))
        .doesNotHaveDuplicates();
  }

  @Provide
  Arbitrary<List<String>> names() {
    Arbitrary<String> name =
        Arbitraries.strings().withChars("ab./_- éß{}>").ofMinLength(1).ofMaxLength(4);
    Arbitrary<String> withDead = Arbitraries.of("a.dead", "b", "a");
    return Arbitraries.oneOf(name, withDead).list().ofMinSize(1).ofMaxSize(4);
  }
}
