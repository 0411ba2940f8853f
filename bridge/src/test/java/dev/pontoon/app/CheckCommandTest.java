package dev.pontoon.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a start would refuse is refused by check already, with its place. */
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class CheckCommandTest {
  private static final String ROUTE =
      """
      id: shop
      from: { rabbitmq: { queue: q } }
      to: { topic: shop }
      """;

  @TempDir private Path folder;

  @BeforeEach
  void files() throws IOException {
    Files.createDirectories(folder.resolve("routes"));
    bridge("kafka: { bootstrap.servers: 'localhost:9092' }");
    write("routes/shop.yaml", ROUTE);
  }

  private void bridge(String kafka) throws IOException {
    bridge("uri: 'amqp://localhost:5672'", "", kafka);
  }

  private void bridge(String rabbit, String jms, String kafka) throws IOException {
    String more = jms.isEmpty() ? "" : "\n  old: { jms: { " + jms + " } }";
    write(
        "bridge.yaml",
        "connections:\n  legacy: { rabbitmq: { " + rabbit + " } }" + more + "\n" + kafka);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private CommandRun run(String... arguments) {
    return CommandRun.in(folder, arguments);
  }

  private void refused(String file, int line, String... parts) {
    CommandRun run = run("check");
    assertThat(run.code()).as(run.text()).isEqualTo(Pontoon.WRONG_INPUT);
    assertThat(run.text())
        .contains(folder.resolve(file) + ":" + line + ":")
        .contains(parts)
        .contains("1 mistake;");
  }

  @Test
  void whatIsRightPasses() throws IOException {
    bridge(
        "uri: 'amqp://localhost:5672'",
        "factory: org.apache.activemq.ActiveMQConnectionFactory, properties: { brokerURL:"
            + " 'tcp://localhost:1', sendTimeout: 5000 }",
        "kafka: { bootstrap.servers: '[::1]:9092, b:9093', linger.ms: 7, sasl.my.plug: x }");
    write(
        "routes/shop.yaml",
        ROUTE
            + "key: ['json:/a~1b/~0', \"xpath://*[local-name()='id']\","
            + " 'camel:simple:${header.a}-${header.b}']\n");
    write(
        "routes/timer.yaml",
        "id: t\nfrom: { camel: { uri: 'timer:x?period=1s' } }\nto: { topic: t }\n");
    CommandRun run = run("check");
    assertThat(run.text()).contains("2 routes, 0 tests passed, 0 failed");
    assertThat(run.code()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "xpath:/a[",
        "`xpath:document('file:///etc/passwd')`",
        "xpath:$x",
        "camel:simple:${header.",
        "camel:groovy:1",
        "json:/a~2"
      })
  void aKeyRuleThatCantBeCompiled(String rule) throws IOException {
    write("routes/shop.yaml", ROUTE + "key:\n  - header:id\n  - \"" + rule + "\"\n");
    refused("routes/shop.yaml", 6, "6:5  key[1]: ", rule.substring(rule.indexOf(':') + 1));
  }

  @ParameterizedTest
  @CsvSource({"nope:x, no Camel component nope", "timer:x?nope=1, nope"})
  void aComponentThatIsNotThereOrAParameterThatItDoesNotHave(String uri, String why)
      throws IOException {
    write(
        "routes/shop.yaml",
        "id: shop\nfrom:\n  camel:\n    uri: '" + uri + "'\nto: { topic: shop }\n");
    refused("routes/shop.yaml", 4, "from.camel.uri: ", why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bootstrap.servers: foo|'foo' is not an address",
        "bootstrap.servers: 'a:9092', linger.ms: abc|kafka.linger.ms: Invalid value abc",
        "bootstrap.servers: 'a:9092', linger.mss: 1|Did you mean 'linger.ms'?",
        "bootstrap.servers: 'a:9092', sasl.jaas.confg: x|Did you mean 'sasl.jaas.config'?",
        "bootstrap.servers: 'a:9092', security.protocol: NOPE|kafka.security.protocol: "
      })
  void aPropertyThatKafkasClientsRefuse(String properties, String why) throws IOException {
    bridge("kafka: { " + properties + " }");
    refused("bridge.yaml", 3, why);
  }

  @Test
  void whatKafkasClientsDoNotKnowIsToldByRunTooButDoesNotHoldItUp() throws IOException {
    bridge("kafka: { bootstrap.servers: '[::1]:1', linger.mss: 1, made.up: 2, sasl.my.plug: x }");
    CommandRun run = run("run", "--dump");
    assertThat(run.code()).as(run.text()).isZero();
    assertThat(run.text().lines().filter(line -> line.contains(" WARN ")))
        .hasSize(2)
        .anyMatch(
            line ->
                line.contains(folder.resolve("bridge.yaml") + ":3:")
                    && line.contains("kafka.linger.mss: Kafka's clients have no such property")
                    && line.contains("Did you mean 'linger.ms'?"))
        .anyMatch(line -> line.contains("kafka.made.up: "));
    bridge("kafka: { bootstrap.servers: '[::1]:1', linger.ms: 1, sasl.my.plug: x }");
    assertThat(run("run", "--dump").text()).doesNotContain(" WARN ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "factory: java.lang.String|old.jms.factory: java.lang.String is not a jakarta.jms",
        "factory: org.apache.activemq.ActiveMQConnectionFactory, properties: { brokerUrll: x }"
            + "|Did you mean brokerURL?",
        "factory: org.apache.activemq.ActiveMQConnectionFactory, properties: { sendTimeout: abc }"
            + "|properties.sendTimeout: abc is not a value",
      })
  void aJmsFactoryThatCantBeMade(String jms, String why) throws IOException {
    bridge("uri: 'amqp://localhost:5672'", jms, "kafka: { bootstrap.servers: 'a:9092' }");
    refused("bridge.yaml", 3, "connections.old.jms", why);
  }

  @Test
  void certificatesWithoutTls() throws IOException {
    bridge(
        "uri: 'amqp://localhost:5672', tls: { verify-hostname: false }",
        "",
        "kafka: { bootstrap.servers: 'a:9092' }");
    refused("bridge.yaml", 2, "legacy.rabbitmq.tls: the uri says amqp", "amqps://");
  }

  @Test
  void allAtOnceAndWithoutSecrets() throws IOException {
    write("pw.txt", "hunter2");
    bridge("kafka: { bootstrap.servers: 'a:9092', linger.ms: '${file:pw.txt}', acks.all: 1 }");
    write("routes/shop.yaml", ROUTE + "key: 'xpath:/a['\n");
    write(
        "routes/list.yaml",
        "id: list\nfrom: { rabbitmq: { queue: [a, b] } }\nto: { topic: 'x.{queue}' }\n"
            + "key: ['xpath:${file:../pw.txt}[']\n");
    CommandRun run = run("check");
    assertThat(run.code()).isEqualTo(Pontoon.WRONG_INPUT);
    assertThat(run.text())
        .containsSubsequence(
            "bridge.yaml:3:", "bridge.yaml:3:", "list.yaml:4:", "shop.yaml:4:", "4 mistakes")
        .doesNotContain("hunter2");
  }

  private static final String STEPS =
      ROUTE
          + """
          steps:
            - filter: { simple: "${header.keep} == 'yes'" }
            - choice:
                when:
                  - simple: "${header.bad} == 'yes'"
                    steps:
                      - throwException:
                          exceptionType: java.lang.IllegalStateException
                          message: no such customer
          """;

  @Test
  void testsMayExpectFailedStepsAndMessagesLeftOut() throws IOException {
    write("routes/shop.yaml", STEPS);
    write(
        "routes/shop.test.yaml",
        """
        - name: what a step throws at is refused
          given: { headers: { keep: "yes", bad: "yes" }, body: x }
          then: { refused: STEP_FAILED }
        - name: the rest is left out
          given: { body: x }
          then: { filtered: true }
        """);
    CommandRun run = run("check");
    assertThat(run.text()).contains("2 tests passed, 0 failed");
    assertThat(run.code()).isZero();
  }

  @Test
  void testsSayWhatCameInsteadOfWhatWasExpected() throws IOException {
    write("routes/shop.yaml", STEPS);
    write(
        "routes/shop.test.yaml",
        """
        - name: a
          given: { headers: { keep: "yes", bad: "yes" }, body: x }
          then: { filtered: true }
        - name: b
          given: { headers: { keep: "yes" }, body: x }
          then: { filtered: true }
        - name: c
          given: { body: x }
          then: { value: x }
        - name: d
          given: { headers: { keep: "yes", bad: "yes" }, body: x }
          then: { refused: KEY_MISSING }
        """);
    assertThat(run("check").text())
        .containsSubsequence(
            "expected to be left out, was refused: STEP_FAILED (a step threw"
                + " IllegalStateException: no such customer)",
            "expected to be left out, became a record with key null",
            "the steps made 0 messages of it, expected one",
            "expected to be refused with KEY_MISSING, was STEP_FAILED",
            "0 tests passed, 4 failed");
  }

  @Test
  void explainShowsTheRefusalThatAFailedStepIs() throws IOException {
    write("routes/shop.yaml", STEPS);
    CommandRun run = run("explain", "shop", "-H", "keep=yes", "-H", "bad=yes");
    assertThat(run.text())
        .contains("refused: STEP_FAILED: a step threw IllegalStateException: no such customer");
    assertThat(run.code()).isZero();
  }

  @Test
  void helpKnowsEveryCommand() {
    CommandRun help = new CommandRun(Pontoon.execute("help", "run"), "");
    assertThat(help.code()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"0", "-1"})
  void aListOfNoLinesIsWrong(String limit) {
    CommandRun run = run("dead-letters", "list", "--limit", limit);
    assertThat(run.text()).contains("--limit is 1 or more");
    assertThat(run.code()).isEqualTo(Pontoon.WRONG_INPUT);
  }

  @Test
  void aFolderThatIsNotThereIsOneMistake() {
    CommandRun run = run("check", "--routes", folder.resolve("nope").toString());
    assertThat(run.text().split("does not exist", -1)).hasSize(2);
    assertThat(run.text()).doesNotContain("looked in");
  }

  @Test
  void pathsThatAreNotAbsoluteAreSaidWithTheFolderTheyWereLookedForIn() {
    String here = "looked in " + Path.of("").toAbsolutePath() + ", the current folder; --config";
    CommandRun both = run("check", "--config", "nope/bridge.yaml", "--routes", "nope");
    assertThat(both.text()).contains(here);
    String there = folder.resolve("nope.yaml").toString();
    assertThat(run("check", "--config", there, "--routes", "nope").text()).contains(here);
  }
}
