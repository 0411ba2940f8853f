package dev.pontoon.kafka;

import dev.pontoon.config.RouteConfig;
import dev.pontoon.mapping.TopicLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics that routes write: creates what is missing, tells what differs and never changes it,
 * knows what each topic takes. Safe for all threads.
 */
public final class Topics implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Topics.class);
  private static final Duration REFRESH = Duration.ofSeconds(30);
  private static final Duration BROKERS = Duration.ofSeconds(5);

  private final KafkaSettings settings;
  private final AdminConnection connection;
  private final Map<String, TopicLimits> limits = new ConcurrentHashMap<>();
  private final TopicDifferences differences = new TopicDifferences();
  private final UsedTopics used = new UsedTopics();

  /** What the cluster's own settings say against a topic's promise. */
  private final Map<String, List<String>> ofCluster = new ConcurrentHashMap<>();

  /** 0 before they were counted. */
  private volatile int brokers;

  /**
   * @param timer never blocked
   * @param pool where Kafka is asked; may block
   */
  public Topics(KafkaSettings settings, ScheduledExecutorService timer, Executor pool) {
    this.settings = settings;
    this.connection = new AdminConnection(settings);
    var unused =
        timer.scheduleWithFixedDelay(
            () -> pool.execute(this::refresh),
            REFRESH.toMillis(),
            REFRESH.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /**
   * Asks whether Kafka answers.
   *
   * @throws KafkaUnavailableException when it does not within this time
   */
  void ping(Duration limit) throws KafkaUnavailableException, InterruptedException {
    try {
      var options = new DescribeClusterOptions().timeoutMs((int) limit.toMillis());
      brokers = admin().describeCluster(options).nodes().get().size();
    } catch (ExecutionException e) {
      throw unavailable("reach Kafka", e);
    }
  }

  /**
   * Makes sure that a route's topic and dead-letter topic are there; not those topics whose names
   * are made from messages.
   *
   * @throws KafkaUnavailableException when Kafka can't be asked, or a topic is missing and may not
   *     be created; the message says what to do
   */
  public void prepare(RouteConfig route) throws KafkaUnavailableException, InterruptedException {
    if (!route.to().isMade()) {
      used.by(route.id(), route.to().name());
      prepare(TopicPlan.of(route.to()), route.id());
    }
    used.by(route.id(), route.deadLetter().topic());
    prepare(TopicPlan.of(route.deadLetter(), route.to()), route.id());
  }

  /** Whether a route of this process writes it. */
  public boolean isWritten(String topic) {
    return used.knows(topic);
  }

  /**
   * Whether this client may write a route's topic and dead-letter topic.
   *
   * @throws KafkaUnavailableException when it may not, or Kafka can't be asked
   */
  public void checkRights(RouteConfig route)
      throws KafkaUnavailableException, InterruptedException {
    if (!route.to().isMade()) {
      checkRights(route.to().name());
    }
    checkRights(route.deadLetter().topic());
  }

  private void checkRights(String topic) throws KafkaUnavailableException, InterruptedException {
    try {
      TopicRights.check(admin(), topic);
    } catch (ExecutionException e) {
      throw unavailable("ask for the rights on topic " + topic, e);
    }
  }

  /**
   * Makes sure that a topic is there whose name was made from a message.
   *
   * @throws KafkaUnavailableException as {@link #prepare(RouteConfig)}
   */
  void prepareMade(RouteConfig route, String topic)
      throws KafkaUnavailableException, InterruptedException {
    prepare(TopicPlan.of(route.to()).named(topic), route.id());
    used.by(route.id(), topic); // not before: what Kafka refuses would be looked for, for ever
  }

  /**
   * Makes sure that the state topic of effectively-once lanes is there and can keep their memory.
   *
   * @throws KafkaUnavailableException when it can't be asked, or it would forget; the message says
   *     what to do
   */
  public void prepareState(String bridge, String route)
      throws KafkaUnavailableException, InterruptedException {
    used.by(route, StateTopic.of(bridge));
    readTransactions(StateTopic.of(bridge));
    prepareMemory(StateTopic.of(bridge), StateTopic.PARTITIONS, "effectively-once routes");
  }

  /**
   * Makes sure that the topic is there that keeps what redrives have done.
   *
   * @throws KafkaUnavailableException as {@link #prepareState}
   */
  void prepareRedrive(String bridge) throws KafkaUnavailableException, InterruptedException {
    prepareMemory(RedriveTopic.of(bridge), 1, "redrives");
  }

  private void prepareMemory(String topic, int partitions, String whose)
      throws KafkaUnavailableException, InterruptedException {
    if (limits.containsKey(topic)) {
      return;
    }
    if (describe(topic).isEmpty()) {
      create(TopicPlan.memory(topic, partitions));
    }
    TopicDescription found = describe(topic).orElseThrow(() -> vanished(topic));
    Config config = config(topic);
    var policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
    boolean compactOnly =
        policy != null && TopicConfig.CLEANUP_POLICY_COMPACT.equals(policy.value());
    if (!compactOnly || found.partitions().size() != partitions) {
      throw new KafkaUnavailableException(
          "topic "
              + topic
              + " keeps the memory of "
              + whose
              + " and must have cleanup.policy=compact and partitions="
              + partitions
              + "; it has cleanup.policy="
              + (policy == null ? "unknown" : policy.value())
              + " and partitions="
              + found.partitions().size()
              + "; correct it, or delete it while no bridge runs",
          null);
    }
    learn(topic, config);
  }

  /**
   * Looks a topic up and reads what it takes; creates nothing.
   *
   * @return its id, which another topic of the same name would not have; empty if it is not there
   * @throws KafkaUnavailableException when Kafka can't be asked
   */
  public Optional<String> find(String topic)
      throws KafkaUnavailableException, InterruptedException {
    Optional<TopicDescription> found = describe(topic);
    if (found.isPresent()) {
      learn(topic, config(topic));
    }
    return found.map(description -> description.topicId().toString());
  }

  /**
   * Makes sure that the topic of the leases is there.
   *
   * @throws KafkaUnavailableException when it can't be asked
   */
  public void prepareLeases(String bridge) throws KafkaUnavailableException, InterruptedException {
    String topic = LeaseGroup.of(bridge);
    if (!limits.containsKey(topic)) {
      if (describe(topic).isEmpty()) {
        create(new TopicPlan(topic, 1, null, Map.of(), true));
      }
      // Nothing is ever written to it: its settings don't matter.
      limits.put(topic, TopicLimits.DEFAULT);
    }
  }

  private static KafkaUnavailableException vanished(String topic) {
    return new KafkaUnavailableException("topic " + topic + " is not there yet", null);
  }

  /** What the topic takes; Kafka's defaults while it was never read. */
  public TopicLimits limits(String topic) {
    return limits.getOrDefault(topic, TopicLimits.DEFAULT);
  }

  /**
   * Looks whether the topics that routes write are still there, and still the same.
   *
   * @return for each route that can't write one: what is wrong and what to do
   * @throws KafkaUnavailableException when Kafka can't be asked
   */
  Map<String, String> troubles() throws KafkaUnavailableException, InterruptedException {
    try {
      for (String topic : used.look(admin())) {
        learn(topic, config(topic));
      }
      return used.troubles();
    } catch (ExecutionException e) {
      throw unavailable("describe the topics of the routes", e);
    }
  }

  private void prepare(TopicPlan plan, String route)
      throws KafkaUnavailableException, InterruptedException {
    if (limits.containsKey(plan.name())) {
      return;
    }
    Optional<TopicDescription> found = describe(plan.name());
    if (found.isEmpty()) {
      if (!plan.create()) {
        throw new KafkaUnavailableException(
            "topic "
                + plan.name()
                + " does not exist and the route says topics: check; create it, or say topics:"
                + " create",
            null);
      }
      learn(plan.name(), create(plan));
      return;
    }
    Config config = config(plan.name());
    differences.tell(plan, found.get(), config, route);
    learn(plan.name(), config);
  }

  private Optional<TopicDescription> describe(String topic)
      throws KafkaUnavailableException, InterruptedException {
    try {
      var found =
          Optional.ofNullable(
              admin().describeTopics(List.of(topic)).allTopicNames().get().get(topic));
      found.ifPresent(used::found);
      return found;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw unavailable("describe topic " + topic, e);
    }
  }

  /**
   * Returns the new topic's settings as the answer has them: other brokers may not know the topic
   * for a moment.
   */
  private Config create(TopicPlan plan) throws KafkaUnavailableException, InterruptedException {
    try {
      CreateTopicsResult created = admin().createTopics(List.of(plan.toKafka()));
      Config settings = created.config(plan.name()).get();
      int partitions = created.numPartitions(plan.name()).get();
      used.found(plan.name(), created.topicId(plan.name()).get(), partitions);
      Leaders.await(admin(), plan.name());
      LOG.atInfo().addKeyValue("topic", plan.name()).log("topic created");
      return settings;
    } catch (ExecutionException e) {
      if (plan.wish() != null && refused(e.getCause())) {
        LOG.atWarn()
            .addKeyValue("topic", plan.name())
            .addKeyValue("setting", plan.wish())
            .addKeyValue("detail", e.getMessage())
            .log("the cluster refuses a setting here; created with its own value");
        create(plan.withoutWish());
        return config(plan.name());
      } else if (!(e.getCause() instanceof TopicExistsException)) {
        throw unavailable("create topic " + plan.name() + plan.written(), e);
      }
      return madeByAnother(plan.name());
    }
  }

  /** Perhaps in this moment, so that not every broker knows it. */
  private Config madeByAnother(String topic)
      throws KafkaUnavailableException, InterruptedException {
    try {
      Leaders.await(admin(), topic);
    } catch (ExecutionException e) {
      throw unavailable("describe topic " + topic, e);
    }
    return config(topic);
  }

  private static boolean refused(@Nullable Throwable cause) {
    return cause instanceof PolicyViolationException
        || cause instanceof InvalidConfigurationException;
  }

  private Config config(String topic) throws KafkaUnavailableException, InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try {
      Config found = admin().describeConfigs(List.of(resource)).all().get().get(resource);
      return found == null ? new Config(List.of()) : found;
    } catch (ExecutionException e) {
      throw unavailable("read the settings of topic " + topic, e);
    }
  }

  private void readTransactions(String topic)
      throws KafkaUnavailableException, InterruptedException {
    if (!ofCluster.containsKey(topic)) {
      try {
        ofCluster.put(topic, WeakSettings.ofTransactions(admin()));
      } catch (ExecutionException e) {
        throw unavailable("ask for the features of Kafka", e);
      }
    }
  }

  /** For each route: settings of Kafka that may cost its messages one day. */
  Map<String, List<String>> warnings() {
    return used.warnings();
  }

  private void learn(String topic, Config config)
      throws KafkaUnavailableException, InterruptedException {
    limits.put(topic, TopicSettings.limits(config, settings.largestRecord()));
    if (brokers == 0) {
      ping(BROKERS);
    }
    List<String> weak = new ArrayList<>(WeakSettings.of(topic, config, brokers));
    weak.addAll(ofCluster.getOrDefault(topic, List.of()));
    used.warn(topic, weak);
  }

  /** Limits may be changed by others at any time. */
  private void refresh() {
    for (String topic : limits.keySet()) {
      try {
        learn(topic, config(topic));
      } catch (KafkaUnavailableException e) {
        LOG.atDebug().addKeyValue("topic", topic).log("topic settings not refreshed");
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private KafkaUnavailableException unavailable(String tried, Exception failure) {
    return connection.unavailable(tried, failure);
  }

  private Admin admin() throws KafkaUnavailableException {
    return connection.admin();
  }

  @Override
  public void close() {
    connection.close();
  }
}
