package dev.pontoon.kafka;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells, once, what a topic has otherwise than its route file says. Safe for all threads. */
final class TopicDifferences {
  private static final Logger LOG = LoggerFactory.getLogger(TopicDifferences.class);

  private final Set<String> told = ConcurrentHashMap.newKeySet();

  void tell(TopicPlan plan, TopicDescription found, Config config, String route) {
    int partitions = found.partitions().size();
    if (plan.partitions() != null && plan.partitions() != partitions) {
      tell(route, plan.name(), "partitions", plan.partitions().toString(), "" + partitions);
    }
    plan.config()
        .forEach(
            (key, wanted) -> {
              var entry = config.get(key);
              String is = entry == null ? "unknown to the broker" : entry.value();
              if (!wanted.equals(is)) {
                tell(route, plan.name(), key, wanted, is);
              }
            });
  }

  private void tell(String route, String topic, String key, String wanted, String is) {
    if (told.add(topic + " " + key)) {
      LOG.atWarn()
          .addKeyValue("route", route)
          .addKeyValue("topic", topic)
          .addKeyValue("setting", key)
          .addKeyValue("wanted", wanted)
          .addKeyValue("is", is)
          .log("topic differs from the route file and is left as it is");
    }
  }
}
