package dev.pontoon.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.delivery.Lease;
import dev.pontoon.rig.kafka.EmbeddedKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.GroupState;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** Replicas of a bridge share its leases through a real Kafka. */
@Timeout(120)
class LeaseGroupIT {
  private static final int ROUTES = 50;

  private static EmbeddedKafka kafka;

  private final List<Replica> replicas = new ArrayList<>();
  private String bridge;

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.started();
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @BeforeEach
  void topic(TestInfo test) {
    bridge = test.getTestMethod().orElseThrow().getName();
    kafka.createTopic(LeaseGroup.of(bridge), 1);
  }

  @AfterEach
  void end() {
    replicas.forEach(Replica::close);
  }

  @Test
  void ofManyThatStartTogetherOneHoldsEachRoute() {
    List<String> routes = routes(ROUTES);
    Replica first = replica("1", routes);
    Replica second = replica("2", routes);
    Replica third = replica("3", routes);
    awaitOneHolderEach(routes);
    long before = threads();
    assertThat(before).as("ours and the client's, for each of three").isEqualTo(6);
    Map<String, String> holders = holders();

    Replica fourth = replica("4", routes);
    await().until(fourth::isMember);
    assertThat(holders()).as("who joins takes nothing").isEqualTo(holders);
    assertThat(first.losses() + second.losses() + third.losses()).isZero();

    List<String> left = first.held();
    first.close();
    within(Duration.ofSeconds(15)).until(() -> holders().keySet().containsAll(left));
    holders.forEach(
        (route, holder) -> {
          if (!holder.equals("1")) {
            assertThat(holders()).as("of who stayed").containsEntry(route, holder);
          }
        });
    awaitOneHolderEach(routes);
  }

  @Test
  void onePassesOneOn() {
    List<String> routes = routes(4);
    Replica first = replica("1", routes);
    within(Duration.ofSeconds(20)).until(() -> first.held().size() == 4);
    Replica second = replica("2", routes);
    await().until(second::isMember);
    first.lease("r2").pass();
    within(Duration.ofSeconds(10)).until(() -> second.held().equals(List.of("r2")));
    assertThat(first.held()).containsExactly("r0", "r1", "r3");
    assertThat(first.losses()).isEqualTo(1);
    // Longer than it stands back: it asks again, and gets nothing from the one who has it.
    await()
        .during(LeaseMember.STAND_BACK.plusSeconds(3))
        .atMost(LeaseMember.STAND_BACK.plusSeconds(6))
        .until(() -> second.held().equals(List.of("r2")) && first.held().size() == 3);
    second.close();
    within(Duration.ofSeconds(10)).until(() -> first.held().size() == 4);
  }

  @Test
  void whoIsAloneGetsBackWhatItPassedOn() {
    Replica only = replica("1", routes(2));
    within(Duration.ofSeconds(20)).until(() -> only.held().size() == 2);
    only.lease("r0").pass();
    await().until(() -> only.held().equals(List.of("r1")));
    within(Duration.ofSeconds(15)).until(() -> only.held().size() == 2);
  }

  @Test
  void whoIsThrownOutLosesAllAndComesBackWithNothing() throws Exception {
    List<String> routes = routes(3);
    Replica first = replica("1", routes);
    within(Duration.ofSeconds(20)).until(() -> first.held().size() == 3);
    Replica second = replica("2", routes);
    await().until(second::isMember);
    throwOut("1");
    within(Duration.ofSeconds(15)).until(() -> first.losses() == 3);
    awaitOneHolderEach(routes);
    await().until(first::isMember);
  }

  @Test
  void replicasWithOtherRoutesHoldWhatOnlyTheyHave() {
    Replica first = replica("1", List.of("both", "old"));
    within(Duration.ofSeconds(20)).until(() -> first.held().size() == 2);
    Replica second = replica("2", List.of("both", "new"));
    within(Duration.ofSeconds(10)).until(() -> second.held().equals(List.of("new")));
    assertThat(first.held()).containsExactly("both", "old");
    first.close();
    within(Duration.ofSeconds(10)).until(() -> second.held().equals(List.of("both", "new")));
    assertThat(second.losses()).isZero();
  }

  /** Kafka gives it the answer to the one before, which had other routes. */
  @Test
  void whoTakesTheSamePlaceWithOtherRoutesTakesOver() {
    Replica old = replica("1", List.of("a", "b"));
    within(Duration.ofSeconds(20)).until(() -> old.held().size() == 2);
    Replica other = replica("2", List.of("b"));
    await().until(other::isMember);
    Replica restarted = replica("1", List.of("a", "c"));
    within(Duration.ofSeconds(10)).until(() -> restarted.held().equals(List.of("a", "c")));
    within(Duration.ofSeconds(15)).until(() -> old.losses() == 2);
    within(Duration.ofSeconds(15)).until(() -> other.held().equals(List.of("b")));
  }

  @Test
  void withoutAnyNeedNothingRuns() {
    Replica idle = new Replica(bridge, "1", List.of());
    replicas.add(idle);
    assertThat(idle.group.lease("perhaps", false).held()).isTrue();
    assertThat(threads()).isZero();
  }

  private Replica replica(String name, List<String> routes) {
    Replica replica = new Replica(bridge, name, routes);
    replicas.add(replica);
    return replica;
  }

  private static List<String> routes(int count) {
    return IntStream.range(0, count).mapToObj(i -> "r" + i).sorted().toList();
  }

  private static ConditionFactory within(Duration limit) {
    return await().atMost(limit).pollInterval(Duration.ofMillis(50));
  }

  private void awaitOneHolderEach(List<String> routes) {
    within(Duration.ofSeconds(30)).until(() -> holders().size() == routes.size());
  }

  /** Who holds what; fails if two hold the same. */
  private Map<String, String> holders() {
    Map<String, String> holders = new TreeMap<>();
    for (Replica replica : replicas) {
      for (String route : replica.held()) {
        assertThat(holders.put(route, replica.name)).as("second holder of " + route).isNull();
      }
    }
    return holders;
  }

  private long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.equals("pontoon-leases") || name.contains(LeaseGroup.of(bridge)))
        .count();
  }

  private void throwOut(String replica) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
      admin
          .removeMembersFromConsumerGroup(
              LeaseGroup.of(bridge),
              new RemoveMembersFromConsumerGroupOptions(List.of(new MemberToRemove(replica))))
          .all()
          .get();
    }
  }

  private static final class Replica implements AutoCloseable {
    private final String bridge;
    private final String name;
    private final LeaseGroup group;
    private final Map<String, Lease> leases = new TreeMap<>();
    private final AtomicInteger losses = new AtomicInteger();

    Replica(String bridge, String name, List<String> routes) {
      this.bridge = bridge;
      this.name = name;
      this.group =
          new LeaseGroup(
              TestSettings.of(bridge, Map.of("bootstrap.servers", kafka.bootstrap())),
              bridge,
              name);
      routes.forEach(route -> leases.put(route, group.lease(route, true)));
      leases.values().forEach(lease -> lease.onLoss(losses::incrementAndGet));
      leases.values().forEach(Lease::held);
    }

    Lease lease(String route) {
      return leases.get(route);
    }

    List<String> held() {
      return leases.keySet().stream().filter(route -> lease(route).held()).toList();
    }

    int losses() {
      return losses.get();
    }

    /** Whether the group is complete and this one is in it. */
    boolean isMember() throws Exception {
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
        String id = LeaseGroup.of(bridge);
        var described = admin.describeConsumerGroups(List.of(id)).describedGroups().get(id).get();
        Collection<?> mine =
            described.members().stream()
                .filter(member -> member.groupInstanceId().orElse("").equals(name))
                .toList();
        return !mine.isEmpty() && described.groupState() == GroupState.STABLE;
      }
    }

    @Override
    public void close() {
      group.close();
    }
  }
}
