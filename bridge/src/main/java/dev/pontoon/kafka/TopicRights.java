package dev.pontoon.kafka;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.common.acl.AclOperation;

/** Whether this client may write a topic, found out without writing. */
final class TopicRights {
  private TopicRights() {}

  /**
   * @throws KafkaUnavailableException when it may not; the message says what to grant
   * @throws ExecutionException when Kafka can't be asked
   */
  static void check(Admin admin, String topic)
      throws KafkaUnavailableException, ExecutionException, InterruptedException {
    var options = new DescribeTopicsOptions().includeAuthorizedOperations(true);
    var described = admin.describeTopics(List.of(topic), options).allTopicNames().get().get(topic);
    // Brokers that know no rights name none.
    Set<AclOperation> allowed = described == null ? null : described.authorizedOperations();
    if (allowed != null && !allowed.contains(AclOperation.WRITE)) {
      throw new KafkaUnavailableException(
          "Kafka does not allow to write topic " + topic + "; grant WRITE on it", null);
    }
  }
}
