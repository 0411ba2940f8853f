package dev.pontoon.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.config.ConfigLoader;
import dev.pontoon.config.RouteConfig;
import dev.pontoon.mapping.Route;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.route.StepRun.Sending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a message can do to the steps, and what steps do where nothing may be sent. */
class StepRunTest {
  private static final String PATH = System.getenv("PATH");

  @TempDir private Path folder;

  private RouteConfig route(String steps) throws Exception {
    Path routes = Files.createDirectories(folder.resolve("routes"));
    Path bridge =
        Files.writeString(
            folder.resolve("bridge.yaml"),
            """
            connections: { mq: { rabbitmq: { uri: "amqp://localhost" } } }
            kafka: { bootstrap.servers: "localhost:9" }
            """);
    Files.writeString(
        routes.resolve("r.yaml"),
        "id: r\nfrom: { rabbitmq: { queue: q } }\nto: { topic: t }\nsteps:\n"
            + steps.replace("OUT", out().toString()).indent(2));
    return ((ConfigLoader.Loaded) new ConfigLoader().load(bridge, routes, Map.of()))
        .routes()
        .get(0);
  }

  private Path out() {
    return folder.resolve("out");
  }

  private List<String> written() throws IOException {
    if (!Files.exists(out())) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(out())) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> out().relativize(file).toString())
          .toList();
    }
  }

  private LegacyMessage run(String steps, LegacyMessage message) throws Exception {
    try (StepRun run = new StepRun(route(steps), Sending.REAL)) {
      List<LegacyMessage> made = run.run(message);
      assertThat(run.told()).isEmpty();
      assertThat(made).hasSize(1);
      return made.get(0);
    }
  }

  private static LegacyMessage message(String name, Object value) {
    return Route.with(Route.json("{}"), name, value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"CamelFileName", "camelfilename", "CAMELOverruleFileName", " CamelFileName"})
  void aPublisherDoesNotNameTheFile(String header) throws Exception {
    LegacyMessage sent = message(header, "evil.sh");

    LegacyMessage made = run("- to: 'file:OUT'", sent);

    assertThat(written()).hasSize(1).doesNotContain("evil.sh");
    assertThat(made.headers()).isEqualTo(sent.headers());
  }

  @Test
  void stepsReadOrdinaryHeadersAndOrdersUnderTheirOtherNames() throws Exception {
    LegacyMessage sent = Route.with(message("orderId", "A-17"), "kafka.KEY", "k");

    LegacyMessage made =
        run(
            """
            - setHeader: { name: one, simple: '${header.orderId}' }
            - setHeader: { name: two, simple: '${headers[pontoon.escaped.kafka.KEY]}' }
            - setHeader: { name: none, simple: '${header.kafka.KEY}' }
            """,
            sent);

    assertThat(made.headers()).containsEntry("one", "A-17").containsEntry("two", "k");
    assertThat(made.headers().get("none")).isIn("", null);
  }

  /** A publisher that writes a placeholder gets it back as it is. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "- recipientList: { simple: 'file:OUT?fileName=${header.x}.txt' }",
        "- toD: { uri: 'file:OUT?fileName=${header.x}.txt' }",
        "- toD: { uri: 'file:OUT/${header.x}?fileName=a' }",
        "- routingSlip: { simple: 'file:OUT?fileName=${header.x}.txt' }",
        "- dynamicRouter: { simple: '${exchangeProperty.CamelSlipEndpoint} == null ? ''file:OUT?fileName=${header.x}.txt'' : null' }",
        "- enrich: { simple: 'file:OUT?fileName=${header.x}.txt' }",
        "- setHeader: { name: y, simple: '${header.x}' }\n- setBody: { simple: '${header.y}' }\n- to: 'file:OUT'"
      })
  void messagesReadNoPlaceholders(String steps) throws Exception {
    for (String value : List.of("{{env:HOME}}", "{{HOME}}", "{{sys:user.home}}", "{{?env:HOME}}")) {
      LegacyMessage sent = message("x", "v" + value);
      try (StepRun run = new StepRun(route(steps), Sending.REAL)) {
        List<LegacyMessage> made = run.run(sent);
        assertThat(made.toString()).doesNotContain(System.getenv("HOME"));
      } catch (Exception e) {
        assertThat(e.toString()).doesNotContain(System.getenv("HOME"));
      }
    }
    assertThat(written()).noneMatch(file -> file.contains(System.getenv("HOME").substring(1)));
  }

  @Test
  void theOperatorsPlaceholdersAreFilled() throws Exception {
    LegacyMessage made =
        run(
            """
            - setHeader: { name: a, constant: '{{env:PATH}}' }
            - setHeader: { name: b, simple: '{{PATH}}-${header.x}' }
            - setHeader: { name: c, simple: '${properties:PATH:none}' }
            - setHeader: { name: d, simple: '${properties:NO_SUCH_THING:none}' }
            - toD: { uri: 'file:OUT{{env:NO_SUCH_THING:/default}}/${header.x}?fileName=e' }
            - recipientList: { simple: 'file:OUT?fileName=${header.x}{{env:NO_SUCH_THING:dflt}}' }
            """,
            message("x", "v"));

    assertThat(made.headers())
        .containsEntry("a", PATH)
        .containsEntry("b", PATH + "-v")
        .containsEntry("c", PATH)
        .containsEntry("d", "none");
    assertThat(written()).containsExactlyInAnyOrder("vdflt", "default/v/e");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- to: 'file:OUT?fileName=a'",
        "- to: { uri: 'file:OUT', parameters: { fileName: a } }",
        "- toD: { uri: 'file:OUT/${header.x}?fileName=a' }",
        "- recipientList: { simple: 'file:OUT?fileName=${header.x}' }",
        "- routingSlip: { simple: 'file:OUT?fileName=${header.x}' }",
        "- multicast: { steps: [ to: 'file:OUT?fileName=a' ] }",
        "- enrich: { constant: 'file:OUT?fileName=a' }",
        "- choice: { otherwise: { steps: [ to: 'file:OUT?fileName=a' ] } }",
        "- loadBalance: { roundRobinLoadBalancer: {}, steps: [ to: 'file:OUT?fileName=a' ] }"
      })
  void whereNothingMayBeSentItIsTold(String steps) throws Exception {
    try (StepRun run = new StepRun(route(steps), Sending.TOLD)) {
      List<LegacyMessage> made = run.run(message("x", "a"));

      assertThat(run.told())
          .singleElement()
          .asString()
          .startsWith("would send to file:")
          .contains("fileName=a");
      assertThat(run.told()).isEmpty();
      assertThat(made).isNotEmpty().allMatch(one -> one.headers().equals(Map.of("x", "a")));
    }
    assertThat(written()).isEmpty();
  }

  @Test
  void nothingIsReadEither() throws Exception {
    Files.createDirectories(out());
    Files.writeString(out().resolve("in.txt"), "stays");
    try (StepRun run =
        new StepRun(route("- pollEnrich: { constant: 'file:OUT', timeout: 0 }"), Sending.TOLD)) {
      run.run(message("x", "a"));
      assertThat(run.told()).singleElement().asString().startsWith("would read from file:");
    }
    assertThat(written()).containsExactly("in.txt");
  }

  @Test
  void passwordsAreNotTold() throws Exception {
    String steps =
        """
        - to: 'kafka:audit?brokers=h:9&saslJaasConfig=RAW(user="u" password="HIDDEN1";)'
        - to: 'kafka:audit?brokers=u:HIDDEN2@h:9&sslKeystorePassword=HIDDEN3'
        """;
    try (StepRun run = new StepRun(route(steps), Sending.TOLD)) {
      run.run(message("x", "a"));
      assertThat(run.told()).hasSize(2);
      assertThat(String.join(" ", run.told())).doesNotContain("HIDDEN");
    }
  }

  @Test
  void mistakesAreStillFound() {
    assertThatThrownBy(
            () -> new StepRun(route("- to: 'kafka:audit?nosuch={{env:PATH}}'"), Sending.TOLD))
        .hasMessageContaining("nosuch")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain(PATH));
    assertThatThrownBy(() -> new StepRun(route("- to: 'nosuch:a'"), Sending.TOLD))
        .hasMessageContaining("nosuch");
  }
}
