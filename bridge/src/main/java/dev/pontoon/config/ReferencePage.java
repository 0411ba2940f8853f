package dev.pontoon.config;

import java.util.LinkedHashMap;
import java.util.Map;

/** docs/reference/configuration.md. */
final class ReferencePage {
  private static final String COMMAND =
      "mvn -pl bridge -am test -Dtest=GeneratedFilesTest -Dregenerate";

  private final StringBuilder page = new StringBuilder();

  private ReferencePage() {}

  static String text() {
    ReferencePage page = new ReferencePage();
    page.head();
    page.file("config/bridge.yaml", BridgeOptions.BRIDGE);
    page.reasons("Kafka properties that Pontoon sets itself", "property", "why", ownedKafka());
    page.file("routes/*.yaml", RouteOptions.ROUTE);
    page.keyRules();
    page.steps();
    page.file("routes/*.test.yaml", TestOptions.TEST);
    page.line("A test file is a list of these. `orders.test.yaml` tests `orders.yaml`; a test")
        .line("passes when the record has everything that stands under `then`.")
        .line("")
        .line("- The message goes through the route's steps and mapping, without a broker. A step")
        .line("  that throws is `refused: STEP_FAILED`, as when the bridge runs.")
        .line(
            "- It arrives one second after its own `timestamp`, or at 2026-01-01T00:00:00Z where"
                + " it")
        .line(
            "  has none. So a test stays true however old its example grows; `pontoon explain`"
                + " takes")
        .line(
            "  today's clock, and for a time of years ago it may say that the time of arrival is"
                + " taken.")
        .line(
            "- The topic is taken to be as the route plans it: with its `compact` and `config`,"
                + " and")
        .line("  Kafka's defaults for the rest.");
    return page.page.toString().stripTrailing() + "\n";
  }

  private void head() {
    line("# Configuration reference")
        .line("")
        .line("<!-- Generated from the option definitions. To write it anew: " + COMMAND + " -->")
        .line("")
        .line("Two kinds of YAML: `config/bridge.yaml` says where things are, each file of")
        .line("`routes/` says what moves. Every mistake in all of them is reported at once, as")
        .line("`file:line:column  key.path: what is wrong; what is allowed. Did you mean 'x'?`.")
        .line("")
        .line("| form | written as |")
        .line("|---|---|")
        .line("| duration | a number and a unit: `500ms` `10s` `30m` `2h` `7d` |")
        .line("| size | bytes: `1000` `512KiB` `64MiB` `1GiB` |")
        .line("| `${env:NAME}` | the environment variable; without it the start is refused |")
        .line("| `${env:NAME:default}` | the environment variable, or what stands behind it |")
        .line(
            "| `${file:PATH}` | the file's text without its last line end; secrets are read again"
                + " for each connection; relative paths start at the folder of the YAML file |")
        .line("| `$${env:NAME}` | the text `${env:NAME}` itself |");
    line("")
        .line("Placeholders may stand anywhere in a value, in quotes, except within `steps`,")
        .line(
            "arguments of `bind` and `*.test.yaml`. What they bring in, and every password-like"
                + " key, is never")
        .line("printed. A file has at most 1 MiB and 50 levels, one document and no tags.")
        .line("");
  }

  private void file(String name, Group group) {
    line("## " + name).line("").line(group.doc()).line("");
    table(group);
    sections(group, "");
  }

  private void sections(Group group, String path) {
    for (Option<?> option : group.options()) {
      Group nested = option.kind().nested();
      if (nested != null) {
        String below =
            option.kind().nestedPath(path.isEmpty() ? option.name() : path + "." + option.name());
        line("### " + below).line("").line(nested.doc() + rules(nested)).line("");
        table(nested);
        sections(nested, below);
      }
    }
  }

  private static String rules(Group group) {
    StringBuilder rules = new StringBuilder();
    if (!group.exactlyOne().isEmpty()) {
      rules.append(" Exactly one of ");
      rules.append(
          String.join(", ", group.exactlyOne().stream().map(o -> "`" + o.name() + "`").toList()));
      rules.append(" must be there.");
    }
    group
        .needs()
        .forEach(
            (option, other) ->
                rules
                    .append(" `")
                    .append(option.name())
                    .append("` goes with `")
                    .append(other.name())
                    .append("`."));
    return rules.toString();
  }

  private void table(Group group) {
    line("| key | value | default | meaning |").line("|---|---|---|---|");
    for (Option<?> option : group.options()) {
      String standard = option.required() ? "required" : option.otherwise();
      line(
          "| `"
              + option.name()
              + "` | "
              + option.kind().label()
              + " | "
              + standard
              + " | "
              + option.doc()
              + " |");
    }
    line("");
  }

  private static Map<String, String> ownedKafka() {
    Map<String, String> reasons = new LinkedHashMap<>();
    BridgeOptions.OWNED_KAFKA.forEach((key, owned) -> reasons.put(key, owned.reason()));
    return reasons;
  }

  private void reasons(String title, String first, String second, Map<String, String> reasons) {
    line("### " + title).line("");
    line("| " + first + " | " + second + " |").line("|---|---|");
    reasons.forEach((name, reason) -> line("| `" + name + "` | " + reason + " |"));
    line("");
  }

  private void keyRules() {
    line("### Key rules")
        .line("")
        .line("| rule | the key is |")
        .line("|---|---|")
        .line("| `header:NAME` | an application header; in JMS an application property |")
        .line("| `property:NAME` | a standard property, see below |")
        .line("| `routing-key` | the AMQP routing key |")
        .line("| `group-id` | the message group (`JMSXGroupID`) |")
        .line("| `message-id` | the message id |")
        .line("| `json:/POINTER` | a value in a JSON body, by JSON pointer |")
        .line("| `xpath:PATH` | a value in an XML body, by XPath |")
        .line("| `text:TEXT` | always this text |")
        .line("| `camel:LANGUAGE:EXPRESSION` | what a Camel expression yields |")
        .line("")
        .line(
            "Standard properties, under one name for all brokers: `"
                + String.join("`, `", KeyRules.PROPERTIES)
                + "`.")
        .line("");
  }

  private void steps() {
    reasons("Steps that are not allowed", "step", "why", CamelSteps.REFUSED);
    reasons("Options of steps that are not allowed", "option", "why", CamelSteps.REFUSED_OPTIONS);
    line("Endpoints that no step may send to: `"
            + String.join("`, `", CamelSteps.REFUSED_ENDPOINTS)
            + "`: "
            + CamelSteps.REFUSED_ENDPOINT
            + ".")
        .line("");
  }

  private ReferencePage line(String text) {
    page.append(text).append('\n');
    return this;
  }
}
