package dev.pontoon.kafka;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out leases where others hand out partitions. Made by the Kafka client, which gives it the
 * {@link LeaseMember} through its settings.
 *
 * <p>Every member has the topic's partition, for one reason: when a member is thrown out of the
 * group, the client says so before it joins again, but only to one that has a partition.
 */
public final class LeaseAssignor implements ConsumerPartitionAssignor, Configurable {
  /** The setting under which the member is found. */
  static final String MEMBER = "pontoon.lease.member";

  private static final Logger LOG = LoggerFactory.getLogger(LeaseAssignor.class);

  private @Nullable LeaseMember member;

  @Override
  public void configure(Map<String, ?> settings) {
    member = (LeaseMember) settings.get(MEMBER);
  }

  @Override
  public String name() {
    return "pontoon-leases";
  }

  /** So that the partition is kept, and its loss is told, while the group changes. */
  @Override
  public List<RebalanceProtocol> supportedProtocols() {
    return List.of(RebalanceProtocol.COOPERATIVE);
  }

  @Override
  public ByteBuffer subscriptionUserData(Set<String> topics) {
    return member().asks().encoded();
  }

  @Override
  public GroupAssignment assign(Cluster cluster, GroupSubscription group) {
    Map<String, Subscription> members = group.groupSubscription();
    Map<String, LeaseNote> notes = new HashMap<>();
    members.forEach(
        (id, said) ->
            LeaseNote.decoded(said.userData())
                .ifPresentOrElse(note -> notes.put(id, note), () -> notUnderstood(id)));
    var shares = LeaseShares.of(notes);
    Map<String, Assignment> answers = new HashMap<>();
    members.forEach(
        (id, said) -> {
          List<TopicPartition> parts =
              said.topics().stream().map(topic -> new TopicPartition(topic, 0)).toList();
          LeaseNote note = notes.get(id);
          answers.put(
              id,
              note == null
                  ? new Assignment(parts)
                  : new Assignment(parts, answer(note, shares.get(id)).encoded()));
        });
    return new GroupAssignment(answers);
  }

  private static LeaseNote answer(LeaseNote asked, @Nullable Set<String> share) {
    return new LeaseNote(
        asked.number(),
        asked.generation(),
        share == null ? new TreeSet<>() : new TreeSet<>(share),
        new TreeSet<>());
  }

  private static void notUnderstood(String member) {
    LOG.atWarn()
        .addKeyValue("member", member)
        .log("a replica of another version asks for leases in a way not known here; it gets none");
  }

  @Override
  public void onAssignment(Assignment assignment, ConsumerGroupMetadata group) {
    Optional<LeaseNote> answer = LeaseNote.decoded(assignment.userData());
    if (answer.isPresent()) {
      member().isGiven(answer.get(), group.generationId());
    } else {
      LOG.atWarn().log("the leases were handed out by a replica of another version; none for us");
      member().losesAll();
    }
  }

  private LeaseMember member() {
    if (member == null) {
      throw new IllegalStateException("the setting " + MEMBER + " is missing");
    }
    return member;
  }
}
