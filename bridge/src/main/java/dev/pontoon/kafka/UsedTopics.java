package dev.pontoon.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics that routes write now, whether they are still the ones that were found at the start (a
 * name says nothing about that), and whether they have the replicas without which Kafka takes no
 * record: the producer tries those again in silence. Safe for all threads.
 */
final class UsedTopics {
  private static final Logger LOG = LoggerFactory.getLogger(UsedTopics.class);

  /** In a cluster one broker may not know a topic for a moment, and leaders move. */
  private static final int LOOKS = 2;

  private final Map<String, Used> topics = new LinkedHashMap<>();

  private static final class Used {
    private final Set<String> routes = new LinkedHashSet<>();
    private @Nullable Uuid id;
    private int partitions;
    private int missed;
    private int shortages;
    private @Nullable String trouble;
    private List<String> warnings = List.of();
  }

  /** The route is going to write this topic. */
  synchronized void by(String route, String topic) {
    topics.computeIfAbsent(topic, name -> new Used()).routes.add(route);
  }

  synchronized boolean knows(String topic) {
    return topics.containsKey(topic);
  }

  /** It is there, with that id: if another one comes in its place, that is told. */
  synchronized void found(String topic, Uuid id, int partitions) {
    Used used = topics.get(topic);
    if (used != null && used.id == null) {
      used.id = id;
      used.partitions = partitions;
    }
  }

  /** Settings of it, or of its cluster, that are told once and stay in the routes' status. */
  synchronized void warn(String topic, List<String> warnings) {
    Used used = topics.get(topic);
    if (used != null && !used.warnings.equals(warnings)) {
      warnings.stream()
          .filter(warning -> !used.warnings.contains(warning))
          .forEach(
              warning ->
                  LOG.atWarn()
                      .addKeyValue("routes", used.routes)
                      .addKeyValue("detail", warning)
                      .log("a setting of Kafka weakens the promise"));
      used.warnings = List.copyOf(warnings);
    }
  }

  /** For each route whose topics have some. */
  synchronized Map<String, List<String>> warnings() {
    Map<String, List<String>> all = new HashMap<>();
    for (Used used : topics.values()) {
      if (!used.warnings.isEmpty()) {
        used.routes.forEach(
            route -> all.computeIfAbsent(route, r -> new ArrayList<>()).addAll(used.warnings));
      }
    }
    return all;
  }

  void found(TopicDescription topic) {
    found(topic.name(), topic.topicId(), topic.partitions().size());
  }

  /**
   * Asks Kafka which of them are there. What may not be asked stays as it was.
   *
   * @return the topics that are others than before
   * @throws ExecutionException when Kafka can't be asked
   */
  List<String> look(Admin admin) throws ExecutionException, InterruptedException {
    Map<String, TopicDescription> found = new HashMap<>();
    Set<String> gone = new HashSet<>();
    for (var asked : admin.describeTopics(names()).topicNameValues().entrySet()) {
      try {
        found.put(asked.getKey(), asked.getValue().get());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof UnknownTopicOrPartitionException) {
          gone.add(asked.getKey());
        } else if (!(e.getCause() instanceof TopicAuthorizationException)) {
          throw e;
        }
      }
    }
    return look(found, gone, InSyncReplicas.shortages(admin, found.values()));
  }

  private synchronized List<String> names() {
    return List.copyOf(topics.keySet());
  }

  /**
   * Takes what Kafka has now.
   *
   * @param shortages of topics that take no record now: what is wrong
   * @return the topics that are others than before
   */
  synchronized List<String> look(
      Map<String, TopicDescription> found, Set<String> gone, Map<String, String> shortages) {
    List<String> replaced = new ArrayList<>();
    topics.forEach(
        (name, used) -> {
          TopicDescription now = found.get(name);
          if (gone.contains(name)) {
            missed(name, used);
          } else if (now != null) {
            if (seen(name, used, now)) {
              replaced.add(name);
              LOG.atWarn()
                  .addKeyValue("topic", name)
                  .log("topic was deleted and made again: what was in it is not written again");
            }
            shortage(name, used, shortages.get(name));
          }
        });
    return replaced;
  }

  /** For each route that can't write a topic: what is wrong and what to do. */
  synchronized Map<String, String> troubles() {
    Map<String, String> troubles = new HashMap<>();
    for (Used used : topics.values()) {
      String trouble = used.trouble;
      if (trouble != null) {
        used.routes.forEach(route -> troubles.putIfAbsent(route, trouble));
      }
    }
    return troubles;
  }

  private static void missed(String name, Used used) {
    if (used.id == null) {
      return; // It was never there: the start of the route says so.
    }
    used.missed++;
    if (used.missed == LOOKS) {
      used.trouble =
          "topic "
              + name
              + " was deleted while the bridge runs; messages stay on the queue until it is there"
              + " again: create it, or restart the bridge, which makes it where the route says"
              + " topics: create";
      LOG.atError()
          .addKeyValue("topic", name)
          .addKeyValue("routes", used.routes)
          .log("topic was deleted while routes write it: they wait for it");
    }
  }

  private static void shortage(String name, Used used, @Nullable String now) {
    used.shortages = now == null ? 0 : used.shortages + 1;
    if (used.shortages < LOOKS || used.trouble != null) {
      return;
    }
    used.trouble = now;
    if (used.shortages == LOOKS) {
      LOG.atError()
          .addKeyValue("topic", name)
          .addKeyValue("routes", used.routes)
          .addKeyValue("detail", now)
          .log("topic takes no records: routes that write it wait");
    }
  }

  /** Returns whether it is another one than before. */
  private static boolean seen(String name, Used used, TopicDescription now) {
    boolean other = used.id != null && !used.id.equals(now.topicId());
    int partitions = now.partitions().size();
    used.id = now.topicId();
    used.missed = 0;
    used.trouble = null;
    if (partitions < used.partitions) {
      // Records know their partition when they leave, and nothing sends them to another one.
      used.trouble =
          "topic "
              + name
              + " was made again with "
              + partitions
              + " partitions instead of "
              + used.partitions
              + ", and records are on their way to the others: add partitions, or restart the"
              + " bridge";
    } else {
      used.partitions = partitions;
    }
    return other;
  }
}
