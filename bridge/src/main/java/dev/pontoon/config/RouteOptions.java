package dev.pontoon.config;

import static dev.pontoon.config.Kinds.DEAD_TEMPLATE;
import static dev.pontoon.config.Kinds.DURATION;
import static dev.pontoon.config.Kinds.FLAG;
import static dev.pontoon.config.Kinds.NAME;
import static dev.pontoon.config.Kinds.RETENTION;
import static dev.pontoon.config.Kinds.SIZE;
import static dev.pontoon.config.Kinds.TEXT;
import static dev.pontoon.config.Kinds.TOPIC_TEMPLATE;
import static dev.pontoon.config.Kinds.whole;
import static dev.pontoon.config.Kinds.word;

import dev.pontoon.config.RouteConfig.KeyRule;
import dev.pontoon.config.SettingsKind.Owned;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every key of routes/*.yaml. */
final class RouteOptions {
  enum Topics {
    CREATE,
    CHECK
  }

  enum QueueType {
    CLASSIC,
    QUORUM
  }

  enum Json {
    JSON
  }

  static final Option<String> CONNECTION =
      Option.of("connection", NAME, "Name of the connection in bridge.yaml.")
          .orElse("the only one of this kind");

  // from.rabbitmq
  static final Option<Names> EXCHANGE =
      Option.of(
          "exchange",
          new NamesKind(TEXT),
          "An existing exchange of any type; Pontoon mirrors it through a durable queue of its"
              + " own. Of a list, each becomes a route `ROUTE/EXCHANGE`; so does each that a"
              + " pattern such as `shop.*` or `shop.#` matches.");
  static final Option<List<From.Binding>> BIND =
      Option.of(
              "bind",
              new ListKind<>(BindingKind.BINDING),
              "Which messages of the exchange: routing keys, or for a headers exchange mappings"
                  + " such as `{ x-match: all, type: order }`.")
          .orElse("`#`: everything; a direct exchange needs its routing keys");
  static final Option<String> QUEUE_NAME =
      Option.of("name", TEXT, "Name of Pontoon's queue; `{exchange}` stands for the exchange.")
          .orElse("`BRIDGE.ROUTE`, of a list `BRIDGE.ROUTE.EXCHANGE`");
  static final Option<QueueType> QUEUE_TYPE =
      Option.of("type", word(QueueType.class), "Kind of queue.").or(QueueType.CLASSIC);
  static final Option<Integer> MAX_LENGTH =
      Option.of(
              "max-length",
              whole(1, Integer.MAX_VALUE),
              "Most messages the queue holds; beyond it the oldest are dropped by the broker.")
          .orElse("no limit");
  static final Option<Long> MAX_BYTES =
      Option.of(
              "max-bytes",
              SIZE,
              "Most bytes the queue holds; beyond it the oldest are dropped by the broker.")
          .orElse("no limit");
  static final Option<Duration> MESSAGE_TTL =
      Option.of("message-ttl", DURATION, "Older messages are dropped by the broker.")
          .orElse("never");
  static final Option<Duration> EXPIRES =
      Option.of(
              "expires",
              DURATION,
              "The broker deletes the queue after this long without a reader, with what is in"
                  + " it.")
          .orElse("never");
  static final Option<Values> OWN_QUEUE =
      Option.of(
          "own-queue",
          Group.of(
              "Pontoon's own queue on the exchange.",
              QUEUE_NAME,
              QUEUE_TYPE,
              MAX_LENGTH,
              MAX_BYTES,
              MESSAGE_TTL,
              EXPIRES),
          "The queue that Pontoon makes; limits keep an abandoned mirror from filling the"
              + " broker.");
  static final Option<Names> RABBIT_QUEUE =
      Option.of(
          "queue",
          new NamesKind(TEXT),
          "An existing queue; its messages are taken out of it. Of a list, each becomes a route"
              + " `ROUTE/QUEUE`; so does each that a pattern matches.");
  static final Option<Values> RABBITMQ =
      Option.of(
          "rabbitmq",
          StreamOptions.added(
              Group.of(
                      "A RabbitMQ exchange (mirrored), queue (drained) or stream (read).",
                      CONNECTION,
                      EXCHANGE,
                      BIND,
                      RabbitOptions.DIVIDING,
                      OWN_QUEUE,
                      RABBIT_QUEUE,
                      RabbitOptions.TAKE_OVER,
                      RabbitOptions.MAX_SOURCES)
                  .exactlyOneOf(EXCHANGE, RABBIT_QUEUE, StreamOptions.STREAM)
                  .needing(BIND, EXCHANGE)
                  .needing(RabbitOptions.DIVIDING, EXCHANGE)
                  .needing(OWN_QUEUE, EXCHANGE)
                  .needing(RabbitOptions.TAKE_OVER, RABBIT_QUEUE)),
          "From RabbitMQ or another AMQP 0-9-1 broker.");

  // from.jms
  static final Option<Names> JMS_QUEUE =
      Option.of(
          "queue",
          new NamesKind(TEXT),
          "A queue; its messages are taken out of it. Of a list, each becomes a route"
              + " `ROUTE/QUEUE`.");
  static final Option<String> JMS_TOPIC =
      Option.of("topic", TEXT, "A topic, read through a durable subscription.");
  static final Option<String> SUBSCRIPTION =
      Option.of("subscription", TEXT, "Name of the durable subscription.").orElse("`BRIDGE.ROUTE`");
  static final Option<Boolean> SHARED =
      Option.of(
              "shared",
              FLAG,
              "Whether the subscription is a shared one (JMS 2.0), so that replicas can stand by.")
          .or(false);
  static final Option<String> SELECTOR =
      Option.of("selector", TEXT, "JMS selector: only matching messages are read.")
          .orElse("all messages");
  static final Option<Values> JMS =
      Option.of(
          "jms",
          Group.of(
                  "A JMS queue (drained) or topic (durable subscription).",
                  CONNECTION,
                  JMS_QUEUE,
                  JMS_TOPIC,
                  SUBSCRIPTION,
                  SHARED,
                  SELECTOR)
              .exactlyOneOf(JMS_QUEUE, JMS_TOPIC)
              .needing(SUBSCRIPTION, JMS_TOPIC)
              .needing(SHARED, JMS_TOPIC),
          "From ActiveMQ or any other broker with a JMS client.");

  // from.camel
  static final Option<String> URI =
      Option.of(
              "uri",
              new QuietKind<>(
                  Kinds.pattern(
                      "Camel URI",
                      "is not a Camel URI",
                      "allowed: SCHEME:REST, as in file:inbox?delete=true",
                      "[a-z][a-zA-Z0-9+.-]*:(?s:.+)")),
              "Any Camel consumer, with its parameters.")
          .must();
  static final Option<Values> CAMEL =
      Option.of(
          "camel",
          Group.of("Any Camel consumer, one message at a time.", URI),
          "From any Camel component; what it promises is what that component promises.");

  static final Option<Values> FROM =
      Option.of(
              "from",
              Group.of("Where messages come from.", RABBITMQ, JMS, CAMEL)
                  .exactlyOneOf(RABBITMQ, JMS, CAMEL),
              "Where messages come from.")
          .must();

  // to
  static final Option<String> TOPIC_NAME =
      Option.of(
              "topic",
              TOPIC_TEMPLATE,
              "The Kafka topic. Placeholders in it stand for the source's name or, behind a"
                  + " beginning that is the same for all, for the message's routing key, with `-`"
                  + " for what a topic name can't have.")
          .must();
  static final Option<Integer> MAX_TOPICS =
      Option.of(
              "max-topics",
              whole(1, 10_000),
              "With `{routing-key}`: topics that the route makes ready from its start on; messages"
                  + " for more are refused.")
          .or(RouteConfig.To.MAX_TOPICS);
  static final Option<Integer> PARTITIONS =
      Option.of("partitions", whole(1, 100_000), "Partitions of a topic that Pontoon creates.")
          .orElse("the broker's default");
  static final Option<Integer> REPLICATION =
      Option.of("replication", whole(1, 1_000), "Replicas of a topic that Pontoon creates.")
          .orElse("the broker's default");
  static final Option<Long> TOPIC_RETENTION =
      Option.of("retention", RETENTION, "How long the topic keeps records.")
          .orElse("the broker's default");
  static final Option<Long> RETENTION_BYTES =
      Option.of("retention-bytes", SIZE, "How many bytes each partition keeps.")
          .orElse("the broker's default");
  static final Option<Boolean> COMPACT =
      Option.of("compact", FLAG, "Whether the topic keeps the last record of each key.").or(false);
  static final Option<Map<String, Object>> TOPIC_CONFIG =
      Option.of(
          "config",
          new SettingsKind(ownedTopicConfig(), List.of(), Set.of()),
          "Further topic properties under Kafka's names.");
  static final Option<Topics> TOPICS =
      Option.of(
              "topics",
              word(Topics.class),
              "Whether a missing topic is created, or only reported. An existing one is never"
                  + " changed.")
          .or(Topics.CREATE);
  static final Option<Values> TO =
      Option.of(
              "to",
              Group.of(
                  "The Kafka topic.",
                  TOPIC_NAME,
                  MAX_TOPICS,
                  PARTITIONS,
                  REPLICATION,
                  TOPIC_RETENTION,
                  RETENTION_BYTES,
                  COMPACT,
                  TOPIC_CONFIG,
                  TOPICS),
              "Where records go.")
          .must();

  // the rest
  static final Option<String> ID =
      Option.of(
              "id",
              NAME,
              "Name of the route, unique among all routes; part of queue names, metrics and"
                  + " headers.")
          .must();
  static final Option<List<KeyRule>> KEY =
      Option.of(
              "key",
              new ListKind<>(KeyRules.KEY_RULE),
              "Where the record key comes from; of a list, the first that is there.")
          .orElse("no key");
  static final Option<RouteConfig.Otherwise> OTHERWISE =
      Option.of(
              "otherwise",
              word(RouteConfig.Otherwise.class),
              "What to do when no key is found: refuse the message, write it without a key, or"
                  + " take the message id.")
          .orElse("`refuse` with a `key`, else `none`");
  static final Option<RouteConfig.Time> TIME =
      Option.of(
              "time",
              word(RouteConfig.Time.class),
              "Record time: the message's own where the topic accepts it, or that of its arrival.")
          .or(RouteConfig.Time.MESSAGE);
  static final Option<RouteConfig.ObjectBody> OBJECT =
      Option.of(
              "object",
              word(RouteConfig.ObjectBody.class),
              "JMS ObjectMessage: refused, or its serialised bytes as they are; never"
                  + " deserialised.")
          .or(RouteConfig.ObjectBody.REFUSE);
  static final Option<Json> MAP =
      Option.of("map", word(Json.class), "JMS MapMessage becomes a JSON object.").or(Json.JSON);
  static final Option<Json> STREAM =
      Option.of("stream", word(Json.class), "JMS StreamMessage becomes a JSON array.")
          .or(Json.JSON);
  static final Option<Values> BODY =
      Option.of(
          "body",
          Group.of("Bodies that are neither bytes nor text.", OBJECT, MAP, STREAM),
          "How bodies that are neither bytes nor text are written.");
  static final Option<RouteConfig.Tombstone> TOMBSTONE =
      Option.of(
              "tombstone",
              word(RouteConfig.Tombstone.class),
              "Which messages become a record without a value, which deletes the key from a"
                  + " compacted topic.")
          .or(RouteConfig.Tombstone.NEVER);
  static final Option<RouteConfig.Oversize> OVERSIZE =
      Option.of(
              "oversize",
              word(RouteConfig.Oversize.class),
              "What to do with a record that is too large for the topic.")
          .or(RouteConfig.Oversize.DEAD_LETTER);
  static final Option<RouteConfig.Envelope.Mode> ENVELOPE =
      Option.of(
              "envelope",
              word(RouteConfig.Envelope.Mode.class),
              "CloudEvents by their Kafka binding: attributes in `ce_` headers beside Pontoon's"
                  + " own, or attributes and body in one JSON value. Not with `oversize:"
                  + " claim-check`.")
          .or(RouteConfig.Envelope.Mode.NONE);
  static final Option<String> EVENT_TYPE =
      Option.of(
              "event-type",
              TEXT,
              "With an `envelope`: the event type of messages without a `type` of their own.")
          .or(RouteConfig.Envelope.DEFAULT_TYPE);
  static final Option<RouteConfig.OnRefusal> ON_REFUSAL =
      Option.of(
              "on-refusal",
              word(RouteConfig.OnRefusal.class),
              "After a dead letter: go on, stop the route, or send later messages of the same key"
                  + " after it.")
          .or(RouteConfig.OnRefusal.DEAD_LETTER);
  static final Option<String> DEAD_TOPIC =
      Option.of(
              "topic",
              DEAD_TEMPLATE,
              "The dead-letter topic. Placeholders in it stand for the source's name.")
          .orElse("`TOPIC.dead`, without `{routing-key}`");
  static final Option<Integer> DEAD_PARTITIONS =
      Option.of("partitions", whole(1, 100_000), "Partitions of a topic that Pontoon creates.")
          .or(1);
  static final Option<Long> DEAD_RETENTION =
      Option.of("retention", RETENTION, "How long dead letters are kept.")
          .or(Duration.ofDays(30).toMillis());
  static final Option<Values> DEAD_LETTER =
      Option.of(
          "dead-letter",
          Group.of(
              "What was refused, with the reason in its headers.",
              DEAD_TOPIC,
              DEAD_PARTITIONS,
              REPLICATION,
              DEAD_RETENTION),
          "Where refused messages go.");
  static final Option<RouteConfig.Delivery> DELIVERY =
      Option.of("delivery", word(RouteConfig.Delivery.class), "The guarantee.")
          .or(RouteConfig.Delivery.AT_LEAST_ONCE);
  static final Option<String> IDENTITY =
      Option.of(
              "identity",
              Kinds.HEADER_RULE,
              "Which header tells a message without a message id from an equal one: `header:NAME`."
                  + " It must be another one for each message.")
          .orElse("the message id alone");
  static final Option<RouteConfig.Readers> READERS =
      Option.of(
              "readers",
              word(RouteConfig.Readers.class),
              "One reader per queue at a time, in order; or several at once, without order.")
          .or(RouteConfig.Readers.EXCLUSIVE);
  static final Option<List<RouteConfig.Step>> STEPS =
      Option.of(
          "steps",
          StepsKind.STEPS,
          "Camel YAML DSL steps between source and record; placeholders in them are Camel's.");

  static final Group ROUTE =
      Group.of(
          "What moves. One file is one route; it holds no addresses and no secrets.",
          ID,
          FROM,
          TO,
          KEY,
          OTHERWISE,
          TIME,
          BODY,
          TOMBSTONE,
          OVERSIZE,
          ENVELOPE,
          EVENT_TYPE,
          ON_REFUSAL,
          DEAD_LETTER,
          DELIVERY,
          IDENTITY,
          READERS,
          STEPS);

  private RouteOptions() {}

  private static Map<String, Owned> ownedTopicConfig() {
    Map<String, Owned> owned = new LinkedHashMap<>();
    owned.put("cleanup.policy", Owned.instead("to.compact"));
    owned.put("retention.ms", Owned.instead("to.retention"));
    owned.put("retention.bytes", Owned.instead("to.retention-bytes"));
    return owned;
  }
}
