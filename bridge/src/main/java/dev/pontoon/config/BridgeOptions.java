package dev.pontoon.config;

import static dev.pontoon.config.Kinds.DURATION;
import static dev.pontoon.config.Kinds.FLAG;
import static dev.pontoon.config.Kinds.SIZE;
import static dev.pontoon.config.Kinds.TEXT;
import static dev.pontoon.config.Kinds.whole;
import static dev.pontoon.config.Kinds.word;
import static dev.pontoon.config.SecretKind.SECRET;

import dev.pontoon.config.SettingsKind.Owned;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every key of config/bridge.yaml. */
final class BridgeOptions {
  static final Option<String> USERNAME =
      Option.of("username", TEXT, "User to log in with.").orElse("the broker's guest or none");
  static final Option<Secret> PASSWORD =
      Option.of("password", SECRET, "Password to log in with; never printed.");

  // connections.NAME.rabbitmq
  static final Option<AmqpAddress> URI =
      Option.of(
              "uri",
              AmqpAddress.KIND,
              "Where the broker listens: `amqp://host:5672/vhost` or `amqps://…`; several hosts,"
                  + " with commas between them, are tried in turn.")
          .must();
  static final Option<Duration> HEARTBEAT =
      Option.of("heartbeat", DURATION, "Heartbeat to ask for; the broker may lower it.")
          .or(Duration.ofSeconds(10));
  static final Option<Duration> CONNECT_TIMEOUT =
      Option.of("connect-timeout", DURATION, "How long one attempt to connect may take.")
          .or(Duration.ofSeconds(10));
  static final Option<Long> MAX_MESSAGE_SIZE =
      Option.of(
              "max-message-size",
              SIZE,
              "Larger messages are not taken: the route then says so and waits. Never more than a"
                  + " quarter of the JVM's heap. Over JMS, text and other bodies than bytes count"
                  + " twice.")
          .or(256L << 20);
  static final Option<String> TRUST_STORE =
      Option.of("trust-store", TEXT, "PKCS#12, JKS or PEM file with the broker's certificates.")
          .orElse("the JVM's");
  static final Option<Secret> TRUST_STORE_PASSWORD =
      Option.of("trust-store-password", SECRET, "Password of the trust store.");
  static final Option<String> KEY_STORE =
      Option.of(
              "key-store",
              TEXT,
              "PKCS#12, JKS or PEM file with the client's certificate and its key; with no user"
                  + " given, it is the log-in (SASL EXTERNAL).")
          .orElse("no client certificate");
  static final Option<Secret> KEY_STORE_PASSWORD =
      Option.of("key-store-password", SECRET, "Password of the key store.");
  static final Option<Boolean> VERIFY_HOSTNAME =
      Option.of(
              "verify-hostname", FLAG, "Whether the certificate must be made out to the host name.")
          .or(true);
  static final Option<Values> TLS =
      Option.of(
          "tls",
          Group.of(
                  "TLS of an `amqps` connection.",
                  TRUST_STORE,
                  TRUST_STORE_PASSWORD,
                  KEY_STORE,
                  KEY_STORE_PASSWORD,
                  VERIFY_HOSTNAME)
              .needing(TRUST_STORE_PASSWORD, TRUST_STORE)
              .needing(KEY_STORE_PASSWORD, KEY_STORE),
          "Certificates for `amqps`.");
  static final Option<String> MANAGEMENT_URI =
      Option.of(
              "uri",
              new QuietKind<>(
                  Kinds.pattern(
                      "URL",
                      "is not the URL of a management API",
                      "allowed: http://host:15672 or https://host:15671; user and password have"
                          + " keys of their own",
                      "https?://[^/@?#\\s]+(/[^@?#\\s]*)?")),
              "Where the management API listens: `http://host:15672`.")
          .must();
  static final Option<String> MANAGEMENT_USERNAME =
      Option.of("username", TEXT, "User to log in with, who may only look.")
          .orElse("the connection's");
  static final Option<Secret> MANAGEMENT_PASSWORD =
      Option.of("password", SECRET, "Password to log in with; never printed.")
          .orElse("the connection's");
  static final Option<Duration> MANAGEMENT_TIMEOUT =
      Option.of(
              "timeout",
              Kinds.durationFrom(Duration.ofMillis(100)),
              "How long one answer may take.")
          .or(Duration.ofSeconds(10));
  static final Option<Duration> LOOK_AGAIN =
      Option.of(
              "look-again",
              Kinds.durationFrom(Duration.ofSeconds(1)),
              "How long after an answer names are asked for again.")
          .or(Duration.ofMinutes(1));
  static final Option<Values> MANAGEMENT =
      Option.of(
          "management",
          Group.of(
                  "RabbitMQ's management API, which is read and never written to.",
                  MANAGEMENT_URI,
                  MANAGEMENT_USERNAME,
                  MANAGEMENT_PASSWORD,
                  MANAGEMENT_TIMEOUT,
                  LOOK_AGAIN)
              .needing(MANAGEMENT_USERNAME, MANAGEMENT_PASSWORD)
              .needing(MANAGEMENT_PASSWORD, MANAGEMENT_USERNAME),
          "Tells which exchanges and queues there are, for routes with a pattern such as `shop.*`;"
              + " `https` takes the certificates of `tls`.");
  static final Option<Integer> STREAM_PORT =
      Option.of(
              "stream-port",
              whole(1, 65_535),
              "Where RabbitMQ's stream plugin listens, on the hosts of `uri`; only routes with"
                  + " `stream` use it.")
          .orElse("5552, with `amqps` 5551");
  static final Option<Values> RABBITMQ =
      Option.of(
          "rabbitmq",
          Group.of(
              "RabbitMQ or another AMQP 0-9-1 broker.",
              URI,
              USERNAME,
              PASSWORD,
              HEARTBEAT,
              CONNECT_TIMEOUT,
              MAX_MESSAGE_SIZE,
              TLS,
              MANAGEMENT,
              STREAM_PORT),
          "A RabbitMQ broker, or another that speaks AMQP 0-9-1.");

  // connections.NAME.jms
  static final Option<String> FACTORY =
      Option.of(
          "factory",
          Kinds.pattern(
              "class name",
              "is not a class name",
              "as in org.apache.activemq.ActiveMQConnectionFactory",
              "[A-Za-z_$][\\w$]*(\\.[A-Za-z_$][\\w$]*)*"),
          "Class of a `jakarta.jms.ConnectionFactory`; further clients go into `lib/`.");
  static final Option<Map<String, Object>> PROPERTIES =
      Option.of(
          "properties", DataKind.DATA, "Bean properties of the factory, such as `brokerURL`.");
  static final Option<String> LOOKUP =
      Option.of("lookup", TEXT, "Name of the connection factory.").must();
  static final Option<Map<String, Object>> ENVIRONMENT =
      Option.of(
          "environment",
          new SettingsKind(Map.of(), List.of(), Set.of()),
          "The naming environment: `java.naming.*` and the provider's own properties.");
  static final Option<Values> JNDI =
      Option.of(
          "jndi",
          Group.of("The connection factory from a JNDI directory.", LOOKUP, ENVIRONMENT),
          "Takes the connection factory from a JNDI directory.");
  static final Option<String> CLIENT_ID =
      Option.of("client-id", TEXT, "JMS client id; unshared durable subscriptions need one.");
  static final Option<Values> JMS =
      Option.of(
          "jms",
          Group.of(
                  "Any broker with a JMS client.",
                  FACTORY,
                  PROPERTIES,
                  JNDI,
                  USERNAME,
                  PASSWORD,
                  CLIENT_ID,
                  MAX_MESSAGE_SIZE)
              .exactlyOneOf(FACTORY, JNDI)
              .needing(PROPERTIES, FACTORY),
          "ActiveMQ, Artemis, IBM MQ or any other broker with a `jakarta.jms` client.");

  static final Option<Map<String, Values>> CONNECTIONS =
      Option.of(
          "connections",
          new NamedKind(Group.of("A legacy broker.", RABBITMQ, JMS).exactlyOneOf(RABBITMQ, JMS)),
          "The legacy brokers, each under the name by which routes know it.");

  /** Kafka client properties that the promise rests on, with the reason. */
  static final Map<String, Owned> OWNED_KAFKA = ownedKafka();

  static final Option<Map<String, Object>> KAFKA =
      Option.of(
              "kafka",
              new SettingsKind(
                  OWNED_KAFKA, List.of("bootstrap.servers"), Set.of("bootstrap.servers")),
              "Kafka client properties under their own names; `bootstrap.servers` must be there.")
          .must();

  static final Option<BridgeConfig.Http> LISTEN =
      Option.of("listen", Listen.KIND, "Address and port of health, metrics and page.")
          .or(BridgeConfig.Http.DEFAULT);
  static final Option<List<String>> HOSTS =
      Option.of(
              "hosts",
              new ListKind<>(
                  Kinds.pattern(
                      "host name",
                      "is not a host name",
                      "allowed: a name without port, as in bridge.example.com",
                      "[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*")),
              "Names under which the port may be asked, beside addresses, `localhost` and the"
                  + " machine's own name; other names get 421.")
          .orElse("none");
  static final Option<Values> HTTP =
      Option.of("http", Group.of("The one HTTP port.", LISTEN, HOSTS), "The one HTTP port.");
  static final Option<Integer> IN_FLIGHT =
      Option.of(
              "in-flight",
              whole(1, 1_000_000),
              "Messages per route between the broker's delivery and its acknowledgement.")
          .or(BridgeConfig.Limits.DEFAULT.inFlight());
  static final Option<Long> BYTES_IN_FLIGHT =
      Option.of(
              "bytes-in-flight",
              SIZE,
              "Bytes in flight of all routes together; at most a sixth of the JVM's heap.")
          .or(BridgeConfig.Limits.DEFAULT.bytesInFlight());
  static final Option<Values> LIMITS =
      Option.of(
          "limits",
          Group.of("How much may be in flight.", IN_FLIGHT, BYTES_IN_FLIGHT),
          "How much may be in flight.");
  static final Option<String> CLAIM_NAME =
      Option.of(
              "name",
              Kinds.NAME,
              "Name of the store; stands in every reference, for readers that know several.")
          .or("claims");
  static final Option<String> CLAIM_FOLDER =
      Option.of(
              "folder",
              TEXT,
              "Folder of the file store, on a disk that all replicas and readers share; made when"
                  + " missing.")
          .orElse("`store`");
  static final Option<BridgeConfig.ClaimReaders> CLAIM_READERS =
      Option.of(
              "readers",
              word(BridgeConfig.ClaimReaders.class),
              "Who may read the files and folders that the store makes, besides the user that runs"
                  + " the bridge: nobody (`owner`), that user's group, or everyone. What is there"
                  + " already stays as it is.")
          .or(BridgeConfig.ClaimReaders.GROUP);
  static final Option<String> CLAIM_STORE =
      Option.of(
              "store",
              new QuietKind<>(
                  Kinds.pattern(
                      "`s3://BUCKET/PREFIX`",
                      "is not a place in an S3 store",
                      "allowed: s3://bucket or s3://bucket/prefix; endpoint, access-key and"
                          + " secret-key are keys of their own",
                      "s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9!_.*'()/-]*)?")),
              "Bucket of a store that speaks S3, and what all keys begin with; the bucket must"
                  + " exist.")
          .orElse("`folder`");
  static final Option<String> CLAIM_ENDPOINT =
      Option.of(
              "endpoint",
              new QuietKind<>(
                  Kinds.pattern(
                      "URL",
                      "is not a URL",
                      "allowed: https://host:port or http://host:port; the keys to sign with are"
                          + " access-key and secret-key",
                      "https?://[^/@?#\\s]+/?")),
              "URL of the store, for others than Amazon's; buckets are then part of the path.")
          .orElse("Amazon's");
  static final Option<String> CLAIM_REGION =
      Option.of("region", TEXT, "Region of the bucket.").or("us-east-1");
  static final Option<String> CLAIM_ACCESS_KEY =
      Option.of("access-key", TEXT, "Access key to sign with.")
          .orElse("the surroundings': AWS_ACCESS_KEY_ID, profile, or role");
  static final Option<Secret> CLAIM_SECRET_KEY =
      Option.of("secret-key", SECRET, "Secret key to sign with; never printed.");
  static final Option<Values> CLAIM_CHECK =
      Option.of(
          "claim-check",
          Group.of(
                  "The store for bodies that are too large for Kafka.",
                  CLAIM_NAME,
                  CLAIM_FOLDER,
                  CLAIM_READERS,
                  CLAIM_STORE,
                  CLAIM_ENDPOINT,
                  CLAIM_REGION,
                  CLAIM_ACCESS_KEY,
                  CLAIM_SECRET_KEY)
              .exactlyOneOf(CLAIM_FOLDER, CLAIM_STORE)
              .needing(CLAIM_READERS, CLAIM_FOLDER)
              .needing(CLAIM_ENDPOINT, CLAIM_STORE)
              .needing(CLAIM_REGION, CLAIM_STORE)
              .needing(CLAIM_ACCESS_KEY, CLAIM_SECRET_KEY)
              .needing(CLAIM_SECRET_KEY, CLAIM_ACCESS_KEY),
          "Keeps bodies that are too large for Kafka as files or S3 objects; a record refers to"
              + " them. For routes with `oversize: claim-check`, and for dead letters that are too"
              + " large even for their topic.");
  static final Option<String> NAME =
      Option.of(
              "name",
              Kinds.NAME,
              "Name of this bridge, shared by its replicas: prefix of the queues it makes, of its"
                  + " client ids and transactional ids.")
          .or("pontoon");
  static final Option<Duration> STOP_TIMEOUT =
      Option.of("stop-timeout", DURATION, "How long a clean stop waits for what is in flight.")
          .or(Duration.ofSeconds(30));

  static final Group BRIDGE =
      Group.of(
          "Where things are.", NAME, CONNECTIONS, KAFKA, HTTP, LIMITS, CLAIM_CHECK, STOP_TIMEOUT);

  private BridgeOptions() {}

  private static Map<String, Owned> ownedKafka() {
    Map<String, Owned> owned = new LinkedHashMap<>();
    owned.put("acks", Owned.always("always all: a record is safe only when every replica has it"));
    owned.put(
        "enable.idempotence", Owned.always("always true: without it a retry can write twice"));
    owned.put(
        "delivery.timeout.ms",
        Owned.always("never ends: Pontoon waits for Kafka rather than give a message up"));
    owned.put("retries", Owned.always("never ends: Pontoon waits for Kafka rather than give up"));
    owned.put("key.serializer", Owned.always("keys are bytes already"));
    owned.put("value.serializer", Owned.always("values are bytes already"));
    owned.put(
        "transactional.id", Owned.always("made of bridge and route, so that replicas can fence"));
    owned.put(
        "max.in.flight.requests.per.connection",
        new Owned(
            value -> !value.matches("[1-5]?"),
            "this is not a number that keeps the order",
            "allowed: 1 to 5; with more a retry can change the order"));
    return owned;
  }
}
