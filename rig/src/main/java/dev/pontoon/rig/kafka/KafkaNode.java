package dev.pontoon.rig.kafka;

import dev.pontoon.rig.Broker;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** One Kafka node, in either form. Topics are never made by use. */
public interface KafkaNode extends Broker {

  /** Where clients connect: the proxy's port if there is one. */
  String bootstrap();

  /** Past the proxy, whatever it does: for those who check. */
  String directBootstrap();

  /**
   * Makes a topic with one replica, or as many as {@code default.replication.factor} says.
   *
   * @param config topic settings, e.g. {@code cleanup.policy}
   */
  default void createTopic(String name, int partitions, Map<String, String> config) {
    NewTopic topic = new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(config);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", directBootstrap()))) {
      admin.createTopics(List.of(topic)).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot create the topic " + name, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while creating the topic " + name, e);
    }
  }

  /** Makes a topic with the broker's own settings. */
  default void createTopic(String name, int partitions) {
    createTopic(name, partitions, Map.of());
  }
}
