package dev.pontoon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files that come with Pontoon. */
class ShippedFilesTest {
  private static final Path ROOT = Path.of("..");
  private static final Path ROUTES = ROOT.resolve("routes");
  private static final Pattern MODELINE =
      Pattern.compile("# yaml-language-server: \\$schema=(\\S+)");

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:([A-Z_]+)}");

  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

  @Test
  void loadWithoutProblemsAndWithoutAnyVariable() {
    ConfigLoader.Loaded loaded = load(Map.of());

    assertThat(loaded.routes()).extracting(RouteConfig::id).containsExactly("orders", "payments");
    assertThat(loaded.bridge().kafka()).containsEntry("bootstrap.servers", "localhost:9092");
    assertThat(loaded.bridge().connections()).containsOnlyKeys("legacy-rabbit", "legacy-amq");
  }

  @Test
  void takeAddressesFromTheEnvironment() {
    ConfigLoader.Loaded loaded =
        load(
            Map.of(
                "RABBITMQ_URI", "amqp://rabbitmq:5672/shop",
                "ACTIVEMQ_URL", "tcp://activemq:61616",
                "KAFKA_BOOTSTRAP_SERVERS", "kafka:9092",
                "PONTOON_LISTEN", "0.0.0.0:9000"));

    BridgeConfig bridge = loaded.bridge();
    Connection.Rabbit rabbit = (Connection.Rabbit) bridge.connections().get("legacy-rabbit");
    Connection.Jms jms = (Connection.Jms) bridge.connections().get("legacy-amq");
    assertThat(rabbit.uri()).isEqualTo("amqp://rabbitmq:5672/shop");
    assertThat(jms.properties()).containsEntry("brokerURL", new Secret("tcp://activemq:61616"));
    assertThat(bridge.kafka()).containsEntry("bootstrap.servers", "kafka:9092");
    assertThat(bridge.http()).isEqualTo(new BridgeConfig.Http("0.0.0.0", 9000));
  }

  @Test
  void haveTestsForEveryRoute() {
    RouteTestLoader.Result result = new RouteTestLoader().load(ROUTES);

    assertThat(result).isInstanceOf(RouteTestLoader.Loaded.class);
    List<RouteTestLoader.TestFile> files = ((RouteTestLoader.Loaded) result).files();
    assertThat(files)
        .extracting(RouteTestLoader.TestFile::routeFile)
        .containsExactlyElementsOf(
            load(Map.of()).routes().stream().map(RouteConfig::file).toList());
    assertThat(files).allSatisfy(file -> assertThat(file.tests()).hasSizeGreaterThan(1));
  }

  @Test
  void examplesLoadAndHaveTests() {
    Path examples = ROOT.resolve("config/examples");
    ConfigLoader.Result result =
        new ConfigLoader().load(ROOT.resolve("config/bridge.yaml"), examples, Map.of());

    assertThat(result).isInstanceOf(ConfigLoader.Loaded.class);
    assertThat(((ConfigLoader.Loaded) result).routes())
        .extracting(RouteConfig::id)
        .containsExactly("warehouses/WH.EU", "warehouses/WH.US", "warehouses/WH-Asia-East");
    assertThat(((ConfigLoader.Loaded) result).patterns())
        .extracting(SourcePattern::id)
        .containsExactly("shops");
    assertThat(((RouteTestLoader.Loaded) new RouteTestLoader().load(examples)).files()).hasSize(2);
  }

  static Stream<Path> bridges() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("config/examples/bridge"))) {
      return files.toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("bridges")
  void exampleBridgesLoad(Path file, @TempDir Path folder) throws IOException {
    Map<String, String> env = new HashMap<>();
    VARIABLE
        .matcher(Files.readString(file))
        .results()
        .forEach(found -> env.put(found.group(1), "value-of-" + found.group(1)));
    Files.writeString(
        folder.resolve("any.yaml"),
        "id: any\nfrom: { camel: { uri: 'timer:any' } }\nto: { topic: any.v1 }\n");
    ConfigLoader.Result result = new ConfigLoader().load(file, folder, env);

    assertThat(result).isInstanceOf(ConfigLoader.Loaded.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"config", "config/examples", "config/examples/bridge", "routes"})
  void beginWithTheSchemaForEditors(String folder) throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
      List<Path> yaml = files.filter(path -> path.toString().endsWith(".yaml")).toList();
      assertThat(yaml).isNotEmpty();
      for (Path file : yaml) {
        Matcher first = MODELINE.matcher(Files.readAllLines(file).get(0));
        assertThat(first.matches()).as("%s begins with its schema", file).isTrue();
        assertThat(file.resolveSibling(first.group(1))).isRegularFile();
      }
    }
  }

  /** Maven reads the pom of every module, also of those that the image does not hold. */
  @Test
  void theImageIsBuiltFromThePomOfEveryModule() throws IOException {
    List<String> context = Files.readAllLines(ROOT.resolve(".dockerignore"));
    List<String> modules =
        MODULE
            .matcher(Files.readString(ROOT.resolve("pom.xml")))
            .results()
            .map(found -> found.group(1))
            .toList();

    assertThat(modules).contains("bridge", "rig");
    assertThat(context).containsAll(modules.stream().map(name -> "!" + name + "/pom.xml").toList());
  }

  private static ConfigLoader.Loaded load(Map<String, String> env) {
    ConfigLoader.Result result =
        new ConfigLoader().load(ROOT.resolve("config/bridge.yaml"), ROUTES, env);
    assertThat(result).isInstanceOf(ConfigLoader.Loaded.class);
    return (ConfigLoader.Loaded) result;
  }
}
