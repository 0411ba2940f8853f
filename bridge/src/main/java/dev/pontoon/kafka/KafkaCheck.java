package dev.pontoon.kafka;

import dev.pontoon.config.BridgeConfig;
import dev.pontoon.config.Secret;
import dev.pontoon.config.Similar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** Whether Kafka's clients take the user's properties. Looks nothing up and connects to nothing. */
public final class KafkaCheck {
  /** Keys of plug-ins are free: only what is a slip of the finger away is taken for a mistake. */
  private static final int SLIP = 2;

  private final BridgeConfig config;
  private final KafkaSettings settings;
  private final Map<String, Mistake> mistakes = new LinkedHashMap<>();

  /**
   * @param key the property, empty for all of them together
   * @param wrong what is wrong; no secret
   * @param suggestion the name that was probably meant
   * @param unknown whether it is the key's name that is wrong
   */
  public record Mistake(String key, String wrong, @Nullable String suggestion, boolean unknown) {}

  private KafkaCheck(BridgeConfig config) {
    this.config = config;
    this.settings = new KafkaSettings(config);
  }

  /** All mistakes, at most one for each property. */
  public static List<Mistake> mistakes(BridgeConfig config) {
    KafkaCheck check = new KafkaCheck(config);
    check.names();
    check.values(ProducerConfig.configDef(), check.settings.producer());
    check.values(ConsumerConfig.configDef(), check.settings.stateReader());
    check.values(AdminClientConfig.configDef(), check.settings.admin());
    check.addresses();
    check.login();
    if (check.mistakes.isEmpty()) {
      check.together();
    }
    return new ArrayList<>(check.mistakes.values());
  }

  /** Only what has a name that no client knows; at most one for each property. */
  public static List<Mistake> unknown(BridgeConfig config) {
    KafkaCheck check = new KafkaCheck(config);
    check.names();
    return new ArrayList<>(check.mistakes.values());
  }

  /** In an order that loads no client's list of names in vain. */
  private static boolean isKnown(String key) {
    return ProducerConfig.configNames().contains(key)
        || AdminClientConfig.configNames().contains(key)
        || ConsumerConfig.configNames().contains(key);
  }

  private void names() {
    for (String key : config.kafka().keySet()) {
      if (isKnown(key)) {
        continue;
      }
      Set<String> known = new TreeSet<>(ProducerConfig.configNames());
      known.addAll(ConsumerConfig.configNames());
      known.addAll(AdminClientConfig.configNames());
      String nearest = Similar.nearest(key, known);
      boolean slip = nearest != null && Similar.distance(key, nearest) <= SLIP;
      if (slip || !KafkaSettings.free(key)) {
        String wrong = "Kafka's clients have no such property";
        mistakes.put(key, new Mistake(key, wrong, nearest, true));
      }
    }
  }

  private void values(ConfigDef definition, Map<String, Object> properties) {
    Map<String, String> texts = new HashMap<>();
    properties.forEach((key, value) -> texts.put(key, String.valueOf(value)));
    for (ConfigValue value : definition.validate(texts)) {
      if (!value.errorMessages().isEmpty()) {
        wrong(value.name(), value.errorMessages().get(0));
      }
    }
  }

  private void wrong(String property, String why) {
    Object written = config.kafka().get(property);
    String text = written instanceof Secret ? "the value is not accepted" : why;
    String key = written == null ? "" : property;
    mistakes.putIfAbsent(key, new Mistake(key, text, null, false));
  }

  private void addresses() {
    for (String address : settings.bootstrap().split(",", -1)) {
      String one = address.strip();
      Integer port = Utils.getPort(one);
      if (Utils.getHost(one) == null || port == null || port < 1 || port > 65_535) {
        String text = "'" + one + "' is not an address; allowed: host:port, several with commas";
        wrong(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, text);
      }
    }
  }

  private void login() {
    String mistake = settings.loginMistake();
    if (mistake != null) {
      mistakes.putIfAbsent(
          SaslConfigs.SASL_JAAS_CONFIG,
          new Mistake(SaslConfigs.SASL_JAAS_CONFIG, mistake, null, false));
    }
  }

  /** Values that do not go together. */
  private void together() {
    try {
      List<Object> unused =
          List.of(
              new ProducerConfig(settings.producer()),
              new ConsumerConfig(settings.stateReader()),
              new AdminClientConfig(settings.admin()));
    } catch (ConfigException e) {
      mistakes.put("", new Mistake("", String.valueOf(e.getMessage()), null, false));
    }
  }
}
