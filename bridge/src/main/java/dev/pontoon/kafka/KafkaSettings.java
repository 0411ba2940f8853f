package dev.pontoon.kafka;

import dev.pontoon.config.BridgeConfig;
import dev.pontoon.config.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The user's Kafka properties, with what Pontoon's promise needs on top. */
public final class KafkaSettings {
  /** How long a send waits for metadata or buffer space before the route says that it waits. */
  static final int MAX_BLOCK_MILLIS = 5_000;

  /** How long a command of an operator waits for Kafka before it says so and ends. */
  static final int COMMAND_MILLIS = 30_000;

  private static final int LARGEST_REQUEST = 128 << 20;

  /** A limit, not an allocation. The largest record must fit in, with its neighbours behind it. */
  private static final int BUFFER = 64 << 20;

  /** The client keeps small buffers once it has had them, up to its limit. */
  private static final int BUFFER_HEAP_PART = 4;

  private final String name;
  private final Map<String, Object> written;

  public KafkaSettings(BridgeConfig config) {
    this.name = config.name();
    this.written = config.kafka();
  }

  /** With secrets as they are now: a client that is made later may need another password. */
  private Map<String, Object> user() {
    Map<String, Object> plain = new HashMap<>();
    written.forEach((key, value) -> plain.put(key, value instanceof Secret s ? s.reveal() : value));
    return plain;
  }

  /** For messages to people. */
  public String bootstrap() {
    return String.valueOf(
        user().getOrDefault(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:9092"));
  }

  /** Whether the connections are encrypted. */
  boolean usesTls() {
    return String.valueOf(user().get(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG)).contains("SSL");
  }

  /** What is wrong with the login, which the client would only say at each connect; or null. */
  @Nullable String loginMistake() {
    String mechanism = String.valueOf(user().get(SaslConfigs.SASL_MECHANISM));
    String login = String.valueOf(user().get(SaslConfigs.SASL_JAAS_CONFIG));
    String module =
        mechanism.startsWith("SCRAM-")
            ? "org.apache.kafka.common.security.scram.ScramLoginModule"
            : "org.apache.kafka.common.security.plain.PlainLoginModule";
    boolean known = mechanism.startsWith("SCRAM-") || mechanism.equals("PLAIN");
    boolean other = login.contains("PlainLoginModule") || login.contains("ScramLoginModule");
    return known && other && !login.contains(module)
        ? "the login module does not fit: sasl.mechanism " + mechanism + " needs " + module
        : null;
  }

  /** The producer of all at-least-once routes. */
  Map<String, Object> producer() {
    Map<String, Object> p = new HashMap<>();
    p.put(ProducerConfig.LINGER_MS_CONFIG, "5");
    p.put(ProducerConfig.BATCH_SIZE_CONFIG, "65536");
    p.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "1000");
    p.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, "1000");
    p.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, String.valueOf(LARGEST_REQUEST));
    p.put(ProducerConfig.BUFFER_MEMORY_CONFIG, String.valueOf(buffer()));
    p.put(ProducerConfig.CLIENT_ID_CONFIG, name);
    p.putAll(user());
    p.keySet().removeIf(key -> !ProducerConfig.configNames().contains(key) && !free(key));
    p.put(ProducerConfig.ACKS_CONFIG, "all");
    p.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    if (choosesPartitions(p)) {
      // FirstAlone must know the partition before the producer does.
      p.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1");
    }
    // Never give a record up: a time-out would leave its fate unknown and cost duplicates or order.
    p.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, String.valueOf(Integer.MAX_VALUE));
    p.put(ProducerConfig.RETRIES_CONFIG, String.valueOf(Integer.MAX_VALUE));
    p.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, String.valueOf(MAX_BLOCK_MILLIS));
    p.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    p.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    return p;
  }

  private static long buffer() {
    return Math.min(BUFFER, Runtime.getRuntime().maxMemory() / BUFFER_HEAP_PART);
  }

  /** Whether the user's properties send records elsewhere than Kafka's own producer does. */
  private static boolean choosesPartitions(Map<String, Object> p) {
    return p.containsKey(ProducerConfig.PARTITIONER_CLASS_CONFIG)
        || Boolean.parseBoolean(
            String.valueOf(p.get(ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG)));
  }

  /**
   * The producer of one effectively-once lane. Blocks while Kafka is away: an interrupted
   * transaction would send everything back to the legacy broker, again and again.
   */
  Map<String, Object> transactions(String id) {
    Map<String, Object> p = producer();
    p.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
    p.put(ProducerConfig.CLIENT_ID_CONFIG, id.replace('/', '-'));
    p.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, String.valueOf(Long.MAX_VALUE));
    return p;
  }

  /** The producer of one redrive. A command gives up where a bridge would wait. */
  Map<String, Object> redrive(String id) {
    Map<String, Object> p = producer();
    p.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
    p.put(ProducerConfig.CLIENT_ID_CONFIG, id.replace('/', '-'));
    p.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, String.valueOf(COMMAND_MILLIS));
    p.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, String.valueOf(2 * COMMAND_MILLIS));
    p.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, String.valueOf(COMMAND_MILLIS / 2));
    return p;
  }

  /** Reads dead letters, with little memory. */
  Map<String, Object> letters() {
    Map<String, Object> p = stateReader();
    p.put(ConsumerConfig.CLIENT_ID_CONFIG, name + "-dead-letters");
    p.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "500");
    p.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, String.valueOf(4 << 20));
    p.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, String.valueOf(1 << 20));
    p.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, String.valueOf(COMMAND_MILLIS));
    return p;
  }

  /** Reads what is committed. */
  Map<String, Object> stateReader() {
    Map<String, Object> p = new HashMap<>();
    Set<String> known = ConsumerConfig.configNames();
    user()
        .forEach(
            (key, value) -> {
              if (known.contains(key) || free(key)) {
                p.put(key, value);
              }
            });
    p.keySet()
        .removeAll(Set.of(ConsumerConfig.GROUP_ID_CONFIG, ConsumerConfig.GROUP_INSTANCE_ID_CONFIG));
    p.put(ConsumerConfig.CLIENT_ID_CONFIG, name + "-state");
    p.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    p.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    p.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    p.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    return p;
  }

  /** Takes part in the group that shares out the leases. */
  Map<String, Object> leases(String group, String replica, LeaseMember member) {
    Map<String, Object> p = stateReader();
    p.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    p.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, replica);
    p.put(ConsumerConfig.CLIENT_ID_CONFIG, group);
    p.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
    p.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, LeaseAssignor.class.getName());
    p.put(LeaseAssignor.MEMBER, member);
    String session = String.valueOf(LeaseGroup.SESSION.toMillis());
    p.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, session);
    p.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, "2000");
    // Never a member that has left unnoticed: a frozen one must find out with its first poll.
    p.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, session);
    p.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    return p;
  }

  Map<String, Object> admin() {
    Map<String, Object> p = new HashMap<>();
    p.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000");
    p.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "10000");
    p.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "1000");
    p.put(AdminClientConfig.CLIENT_ID_CONFIG, name + "-admin");
    Set<String> known = AdminClientConfig.configNames();
    user()
        .forEach(
            (key, value) -> {
              if (known.contains(key) && !key.endsWith("timeout.ms") || free(key)) {
                p.put(key, value);
              }
            });
    return p;
  }

  /** The largest record that the client sends, in bytes. */
  int largestRecord() {
    Map<String, Object> p = producer();
    long request = Long.parseLong(String.valueOf(p.get(ProducerConfig.MAX_REQUEST_SIZE_CONFIG)));
    Object buffer = p.getOrDefault(ProducerConfig.BUFFER_MEMORY_CONFIG, buffer());
    return (int) Math.min(request, Long.parseLong(String.valueOf(buffer)));
  }

  /** Keys of plug-ins (login callbacks and the like) that Kafka's own list does not know. */
  static boolean free(String key) {
    return key.startsWith("sasl.") || key.startsWith("ssl.") || key.startsWith("security.");
  }
}
