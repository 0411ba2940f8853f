package dev.pontoon.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.config.MatchedSources.Choice;
import dev.pontoon.config.MatchedSources.Unfit;
import dev.pontoon.config.SourcePattern.Found;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Route files with patterns: their mistakes, and which names get a route. */
class SourcePatternTest {
  private static final String TO = "to: { topic: \"{exchange}.v1\" }\n";
  private static final String QUEUES = "to: { topic: \"{queue}.v1\" }\n";

  @TempDir private Path root;
  private ConfigFolder folder;

  @BeforeEach
  void create() {
    folder = new ConfigFolder(root);
    folder.delete("routes/orders.yaml");
    folder.write(
        "bridge.yaml",
        ConfigFolder.BRIDGE.replace(
            "\"amqp://localhost:5672\"",
            "\"amqp://localhost:5672\", management: { uri: \"http://localhost:15672/\" }"));
  }

  private void route(String id, String from, String rest) {
    folder.write(
        "routes/" + id + ".yaml", "id: " + id + "\nfrom: { rabbitmq: { " + from + " } }\n" + rest);
  }

  private SourcePattern pattern(String from, String rest) {
    route("shop", from, rest);
    return pattern("shop");
  }

  private SourcePattern pattern(String id) {
    return folder.loaded(Map.of()).patterns().stream()
        .filter(pattern -> pattern.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private MatchedSources sources() {
    ConfigLoader.Loaded loaded = folder.loaded(Map.of());
    return new MatchedSources(
        "pontoon",
        loaded.routes(),
        loaded.patterns(),
        Set.of("pontoon.state"),
        topic -> topic.equals("made.v1"));
  }

  private static List<Found> found(String... names) {
    return Arrays.stream(names).map(name -> new Found(name, "topic")).toList();
  }

  private Choice choose(String from, String rest, String... names) {
    SourcePattern pattern = pattern(from, rest);
    return sources().choose(pattern, found(names), pattern.most());
  }

  private static List<String> ids(Choice choice) {
    return choice.fresh().stream().map(RouteConfig::id).toList();
  }

  @Test
  void aMatchingNameIsTheSameRouteAsInAList() {
    RouteConfig matched = pattern("exchange: \"shop.*\"", TO).route("shop.eu-north");
    route("shop", "exchange: [shop.eu-north]", TO);
    RouteConfig listed = folder.loaded(Map.of()).routes().get(0);

    assertThat(matched).isEqualTo(listed);
    assertThat(matched.id()).isEqualTo("shop/shop.eu-north");
  }

  @Test
  void theManagementApiHasDefaults() {
    Connection.Rabbit rabbit =
        (Connection.Rabbit)
            folder
                .write("routes/a.yaml", ConfigFolder.ROUTE)
                .loaded(Map.of())
                .bridge()
                .connections()
                .get("rabbit");

    assertThat(rabbit.management())
        .isEqualTo(
            new Connection.Management(
                "http://localhost:15672",
                null,
                null,
                Duration.ofSeconds(10),
                Duration.ofMinutes(1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exchange: \"shop*\" | a star stands for a whole word",
        "queue: \"shop.*\" | {exchange} stands for nothing here",
        "exchange: shop, max-sources: 3 | this key goes with a pattern",
        "exchange: \"shop.*\", max-sources: 0 | a whole number from 1 to 10000",
        "exchange: \"shop.*\", own-queue: { name: copy } | put {exchange} into the name",
        "exchange: [\"shop.*\", \"shop.*\"] | stands here twice",
      })
  void saysWhatIsWrong(String from, String problem) {
    route("shop", from, TO);

    assertThat(folder.problems(Map.of()))
        .singleElement()
        .asString()
        .startsWith("routes/shop.yaml:")
        .contains(problem);
  }

  @Test
  void aPatternNeedsSomebodyToAsk() {
    folder.write("bridge.yaml", ConfigFolder.BRIDGE);
    route("shop", "exchange: \"shop.*\"", TO);

    assertThat(folder.problems(Map.of()))
        .containsExactly(
            "routes/shop.yaml:2:31  from.rabbitmq.exchange: 'shop.*' is a pattern, and bridge.yaml"
                + " names no management API of rabbit; write management: { uri:"
                + " \"http://host:15672\" } under connections.rabbit.rabbitmq, or list the names:"
                + " exchange: [a, b]");
  }

  @Test
  void theAddressHoldsNoPassword() {
    folder.write(
        "bridge.yaml",
        ConfigFolder.BRIDGE.replace(
            "\"amqp://localhost:5672\"",
            "\"amqp://localhost:5672\", management: { uri: \"http://a:geheim@h\", look-again:"
                + " 5ms }"));
    route("shop", "exchange: \"shop.*\"", TO);

    assertThat(folder.problems(Map.of()))
        .hasSize(2)
        .noneMatch(problem -> problem.contains("geheim"))
        .anyMatch(problem -> problem.contains("at least 1s"));
  }

  @Test
  void namesThatComeLaterGetTheirRouteOnce() {
    SourcePattern pattern = pattern("exchange: \"shop.*\"", TO);
    MatchedSources sources = sources();

    assertThat(ids(sources.choose(pattern, found("shop.b", "other", "shop.a"), 9)))
        .containsExactly("shop/shop.a", "shop/shop.b");
    assertThat(ids(sources.choose(pattern, found("shop.c", "shop.a"), 9)))
        .containsExactly("shop/shop.c");
    assertThat(sources.choose(pattern, found("shop.b"), 9))
        .isEqualTo(new Choice(List.of(), List.of(), List.of()));
  }

  /** As MassTransit makes them: from the message's type to the queue's exchange. */
  @Test
  void whatIsFedByAnotherThatIsMirroredIsLeftOut() {
    SourcePattern pattern = pattern("exchange: \"#\"", TO);
    List<SourcePattern.Found> found =
        List.of(
            new SourcePattern.Found("App.OrderSubmitted", "fanout"),
            new SourcePattern.Found("consumer", "fanout", Set.of("App.OrderSubmitted")),
            new SourcePattern.Found("consumer_skipped", "fanout"),
            new SourcePattern.Found("level-1", "topic", Set.of("level-2")),
            new SourcePattern.Found("level-2", "topic", Set.of("level-1", "level-3")),
            new SourcePattern.Found("level-3", "topic"),
            new SourcePattern.Found("one", "fanout", Set.of("two", "one")),
            new SourcePattern.Found("two", "fanout", Set.of("one")),
            new SourcePattern.Found("third", "fanout", Set.of("shards")),
            new SourcePattern.Found("shards", "x-modulus-hash"));

    Choice choice = sources().choose(pattern, found, 99);

    assertThat(ids(choice))
        .containsExactly(
            "shop/App.OrderSubmitted",
            "shop/consumer_skipped",
            "shop/level-3",
            "shop/one",
            "shop/third");
    assertThat(choice.fed())
        .extracting(MatchedSources.Unfit::name)
        .containsExactly("consumer", "level-1", "level-2", "two");
    assertThat(choice.unfit()).extracting(MatchedSources.Unfit::name).containsExactly("shards");
  }

  @Test
  void theBrokersOwnAreNeverMatched() {
    assertThat(choose("exchange: \"#\"", TO, "", "amq.topic", "amq.gen-1", "a"))
        .satisfies(choice -> assertThat(ids(choice)).containsExactly("shop/a"))
        .satisfies(choice -> assertThat(choice.unfit()).isEmpty());
  }

  @Test
  void queuesOfPontoonAndOfOtherFilesAreLeftAlone() {
    route("other", "queue: legacy.special", "to: { topic: special }\n");
    route("copy", "exchange: \"x.*\", own-queue: { name: \"copy.{exchange}.q\" }", TO);
    Choice choice =
        choose(
            "queue: \"#\"",
            QUEUES,
            "legacy.special",
            "legacy.a",
            "copy.x.1.q",
            "copy.y.q",
            "pontoon.old");

    assertThat(ids(choice)).containsExactly("shop/copy.y.q", "shop/legacy.a");
    assertThat(choice.unfit())
        .containsExactly(new Unfit("pontoon.old", "it is called as the bridge's own queues are"));
  }

  /** Whoever declares a name must not be able to take another's route or topic away. */
  @Test
  void namesThatDifferOnlyInWhatATopicCanNotHaveStayApart() {
    Choice choice = choose("exchange: \"#\"", TO, "a b", "a-b", "a\"b", "a{{env:HOME}}b");

    assertThat(choice.unfit()).isEmpty();
    assertThat(choice.fresh())
        .extracting(route -> route.to().name())
        .doesNotHaveDuplicates()
        .contains("a-b.v1")
        .allMatch(topic -> topic.matches("a-+(env-HOME--)?b(-[0-9a-f]{8})?\\.v1"));
    assertThat(choice.fresh())
        .isEqualTo(choose("exchange: \"#\"", TO, "a\"b", "a{{env:HOME}}b", "a-b", "a b").fresh());
  }

  @Test
  void theSecondOfTwoNamesThatBecomeOneTopicIsSaid() {
    Choice choice = choose("exchange: \"#\"", TO, "a-b", "c.d", "c_d", "made", "__x");

    assertThat(ids(choice)).containsExactly("shop/a-b", "shop/c.d");
    assertThat(choice.unfit())
        .containsExactly(
            new Unfit("__x", "topic __x.v1 would be one of Kafka's own"),
            new Unfit(
                "c_d",
                "topic c_d.v1, or one that Kafka takes for the same, is that of route shop/c.d"),
            new Unfit(
                "made", "topic made.v1 is written by a route that makes topics of routing keys"));
  }

  @Test
  void deadLettersAndPontoonsMemoryMeetNoTopic() {
    Choice choice =
        choose(
            "exchange: \"#\"", "to: { topic: \"{exchange}\" }\n", "a", "a.dead", "pontoon.state");

    assertThat(ids(choice)).containsExactly("shop/a");
    assertThat(choice.unfit()).extracting(Unfit::name).containsExactly("a.dead", "pontoon.state");
  }

  @Test
  void allMayGoToOneTopic() {
    assertThat(ids(choose("exchange: \"#\"", "to: { topic: all }\n", "a.b", "a_b")))
        .containsExactly("shop/a.b", "shop/a_b");
  }

  @Test
  void aNameOfTheListIsARouteWithoutBeingAsked() {
    SourcePattern pattern = pattern("exchange: [fixed, shop.fixed, \"shop.*\"]", TO);

    assertThat(folder.loaded(Map.of()).routes())
        .extracting(RouteConfig::id)
        .containsExactly("shop/fixed", "shop/shop.fixed");
    assertThat(ids(sources().choose(pattern, found("fixed", "shop.fixed", "shop.a"), 9)))
        .containsExactly("shop/shop.a");
  }

  @Test
  void moreThanTheBoundAreSaid() {
    Choice choice = choose("exchange: \"#\", max-sources: 2", TO, "c", "b", "a", "d");

    assertThat(ids(choice)).containsExactly("shop/a", "shop/b");
    assertThat(choice.unfit())
        .containsExactly(
            new Unfit("c", "from.rabbitmq.max-sources is 2"),
            new Unfit("d", "from.rabbitmq.max-sources is 2"));
  }

  @Test
  void aDirectExchangeIsNotMirroredEmpty() {
    SourcePattern pattern = pattern("exchange: \"#\"", TO);
    List<Found> direct = List.of(new Found("d", "direct"));

    assertThat(sources().choose(pattern, direct, 9).unfit())
        .extracting(Unfit::why)
        .containsExactly("a direct exchange needs its routing keys in from.rabbitmq.bind");
    SourcePattern bound = pattern("exchange: \"#\", bind: go", TO);
    assertThat(ids(sources().choose(bound, direct, 9))).containsExactly("shop/d");
  }

  @Test
  void twoFilesThatMatchOneQueueReadItOnce() {
    route("zoo", "queue: \"legacy.*\"", "to: { topic: \"zoo.{queue}\" }\n");
    SourcePattern shop = pattern("queue: \"legacy.#\"", QUEUES);
    SourcePattern zoo = pattern("zoo");
    MatchedSources sources = sources();

    assertThat(ids(sources.choose(shop, found("legacy.a"), 9))).containsExactly("shop/legacy.a");
    assertThat(sources.choose(zoo, found("legacy.a"), 9).unfit())
        .containsExactly(new Unfit("legacy.a", "queue 'legacy.a' is read by route shop/legacy.a"));
  }

  /** Whatever names a broker has, and in whatever order they come: routes are apart. */
  @Test
  void routesAreApartWhateverNamesThereAre() {
    SourcePattern pattern = pattern("exchange: \"#\"", "to: { topic: \"{exchange}\" }\n");
    MatchedSources sources = sources();
    Set<String> topics = new HashSet<>();
    Set<String> routes = new HashSet<>();
    Arbitraries.strings()
        .withChars("ab./_- é*#{}")
        .ofMinLength(1)
        .ofMaxLength(5)
        .list()
        .ofMaxSize(20)
        .sampleStream()
        .limit(100)
        .flatMap(
            names ->
                sources
                    .choose(pattern, found(names.toArray(String[]::new)), 9_999)
                    .fresh()
                    .stream())
        .forEach(
            route -> {
              assertThat(routes.add(route.id())).isTrue();
              assertThat(topics.add(TopicNames.comparable(route.to().name()))).isTrue();
              assertThat(topics.add(TopicNames.comparable(route.deadLetter().topic()))).isTrue();
              assertThat(TopicNames.isLegal(route.to().name())).isTrue();
            });
    assertThat(routes).isNotEmpty();
  }
}
