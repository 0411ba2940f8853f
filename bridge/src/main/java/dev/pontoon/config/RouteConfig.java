package dev.pontoon.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One file of routes/: what moves; or one source of a file that lists several.
 *
 * @param id unique among all routes; letters, digits, dot, dash, underscore. Of a list {@code
 *     FILE'S_ID/SOURCE}, which stays the same when the list grows
 * @param from where messages come from
 * @param to the topic
 * @param key candidates in order, the first that is there is the key; empty for no key
 * @param otherwise what to do when no candidate is there
 * @param time which time becomes the record's timestamp
 * @param body how bodies that are not bytes or text are written
 * @param tombstone which messages become a record with a null value
 * @param oversize what to do with a record that is too large
 * @param claimStore name of the bridge's claim store, null where it has none
 * @param envelope what is put around the message
 * @param onRefusal what to do with the line when a message is refused
 * @param deadLetter the dead-letter topic
 * @param delivery the guarantee
 * @param identity header that tells messages without an id apart; null for none
 * @param readers one reader at a time with order, or several without
 * @param steps Camel YAML DSL steps between source and record; empty for none
 * @param file path of the file, for messages
 */
public record RouteConfig(
    String id,
    From from,
    To to,
    List<KeyRule> key,
    Otherwise otherwise,
    Time time,
    BodyRules body,
    Tombstone tombstone,
    Oversize oversize,
    @Nullable String claimStore,
    Envelope envelope,
    OnRefusal onRefusal,
    DeadLetter deadLetter,
    Delivery delivery,
    @Nullable String identity,
    Readers readers,
    List<Step> steps,
    String file) {

  /** Between the id of a file and the name of a source in its list; in no id otherwise. */
  static final char SEPARATOR = '/';

  /** The id that stands in the file; the same for all sources of its list. */
  public String family() {
    int end = id.indexOf(SEPARATOR);
    return end < 0 ? id : id.substring(0, end);
  }

  /**
   * One step, as it stands in the file: nothing filled in, nothing checked but its name and what
   * would break the promise.
   *
   * @param data plain YAML data with the step's name as the only key: maps, lists, String, Boolean,
   *     Long, Double and null
   * @param line in the route file, for messages
   */
  public record Step(Map<String, Object> data, int line) {}

  /**
   * @param name topic name; with {@link #ROUTING_KEY} in it each message makes its own
   * @param partitions for creation; null for the broker's default
   * @param replication for creation; null for the broker's default
   * @param retentionMs null for the broker's default, -1 for ever
   * @param retentionBytes null for the broker's default
   * @param compact whether the topic keeps the last record of each key
   * @param config further topic properties under Kafka's names
   * @param create whether a missing topic is created ({@code topics: create}, default) or only
   *     reported ({@code topics: check})
   * @param maxTopics how many topics messages may make
   */
  public record To(
      String name,
      @Nullable Integer partitions,
      @Nullable Integer replication,
      @Nullable Long retentionMs,
      @Nullable Long retentionBytes,
      boolean compact,
      Map<String, String> config,
      boolean create,
      int maxTopics) {
    /** What stands for the message's routing key in the name. */
    public static final String ROUTING_KEY = "{routing-key}";

    static final int MAX_TOPICS = 200;

    /** A topic that is the same for all messages. */
    public To(
        String name,
        @Nullable Integer partitions,
        @Nullable Integer replication,
        @Nullable Long retentionMs,
        @Nullable Long retentionBytes,
        boolean compact,
        Map<String, String> config,
        boolean create) {
      this(
          name,
          partitions,
          replication,
          retentionMs,
          retentionBytes,
          compact,
          config,
          create,
          MAX_TOPICS);
    }

    /** Whether the topic's name is made from each message. */
    public boolean isMade() {
      return name.contains(ROUTING_KEY);
    }
  }

  /**
   * One candidate for the key.
   *
   * @param kind what is read
   * @param argument header name, property name, JSON pointer, XPath, constant text, or {@code
   *     language:expression} for Camel; empty where the kind needs none
   */
  public record KeyRule(Kind kind, String argument) {
    /** The words before the colon in YAML. */
    public enum Kind {
      HEADER,
      PROPERTY,
      ROUTING_KEY,
      GROUP_ID,
      MESSAGE_ID,
      JSON,
      XPATH,
      TEXT,
      CAMEL
    }

    /** As written in YAML. */
    public String text() {
      String word = kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
      return argument.isEmpty() ? word : word + ":" + argument;
    }
  }

  /** When no key candidate is there: refuse the message, write no key, or use the message id. */
  public enum Otherwise {
    REFUSE,
    NONE,
    MESSAGE_ID
  }

  /** The record's timestamp: the message's own time where the topic accepts it, or the arrival. */
  public enum Time {
    MESSAGE,
    ARRIVAL
  }

  /** Which messages become tombstones. */
  public enum Tombstone {
    NEVER,
    EMPTY_BODY
  }

  /** What to do with a record that is too large for the topic. */
  public enum Oversize {
    DEAD_LETTER,
    CLAIM_CHECK,
    STOP
  }

  /**
   * A CloudEvents envelope.
   *
   * @param mode where the event's attributes stand
   * @param type the event type of messages that have none of their own
   */
  public record Envelope(Mode mode, String type) {
    public static final String DEFAULT_TYPE = "dev.pontoon.message";
    public static final Envelope NONE = new Envelope(Mode.NONE, DEFAULT_TYPE);

    /** No envelope, attributes in headers, or attributes and body in one JSON value. */
    public enum Mode {
      NONE,
      CLOUDEVENTS,
      CLOUDEVENTS_STRUCTURED
    }
  }

  /** After a refusal: go on, stop the line, or send all later messages of that key after it. */
  public enum OnRefusal {
    DEAD_LETTER,
    STOP,
    PARK_KEY
  }

  /** The two guarantee levels. */
  public enum Delivery {
    AT_LEAST_ONCE,
    EFFECTIVELY_ONCE
  }

  /** One active reader per queue, in order; or several at once, without order. */
  public enum Readers {
    EXCLUSIVE,
    SHARED
  }

  /** A Java object in a JMS ObjectMessage is refused, or its serialised bytes are passed on. */
  public enum ObjectBody {
    REFUSE,
    BYTES
  }

  /**
   * @param object what to do with ObjectMessage. Maps and streams always become JSON
   */
  public record BodyRules(ObjectBody object) {}

  /**
   * @param topic default: the route's topic + {@code .dead}
   * @param partitions default 1
   * @param retentionMs default 30 days
   */
  public record DeadLetter(
      String topic,
      @Nullable Integer partitions,
      @Nullable Integer replication,
      @Nullable Long retentionMs) {}
}
