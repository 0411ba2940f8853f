package dev.pontoon.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.common.Cluster;

/**
 * Replicas that join, pass on, freeze, are thrown out, miss calls and answers, leave and are
 * replaced, in any order, in a model of Kafka's group: never do two hold the same.
 */
class LeaseWorldTest {
  private static final List<String> ROUTES = List.of("a", "b", "c", "d", "e");
  private static final int PLACES = 4;

  private final AtomicLong numbers = new AtomicLong();
  private final Map<String, Replica> replicas = new TreeMap<>();
  private final Map<String, Subscription> said = new HashMap<>();
  private Map<String, Assignment> answers = new HashMap<>();
  private int generation;
  private Random random = new Random(0);

  @Property(tries = 2_000)
  void neverTwoHoldersAndInTheEndOneForEach(@ForAll long seed) {
    random = new Random(seed);
    for (int i = 0; i < 60; i++) {
      step();
      replicas.values().forEach(replica -> replica.member.hasNews());
      oneHolder();
    }
    for (int i = 0; i < 4; i++) {
      timePasses();
      round(true);
      oneHolder();
    }
    replicas
        .values()
        .forEach(
            replica ->
                assertThat(oneHolder().keySet()).as("seed %d", seed).containsAll(replica.wanted()));
  }

  private void step() {
    switch (random.nextInt(8)) {
      case 0 -> any().lease().held();
      case 1 -> any().lease().pass();
      case 2 -> timePasses();
      case 3 -> leaves(any(), random.nextInt(3));
      case 4 -> restarts(any());
      default -> round(false);
    }
  }

  private Replica any() {
    String place = "p" + random.nextInt(PLACES);
    return replicas.computeIfAbsent(place, Replica::new);
  }

  private void timePasses() {
    replicas.values().forEach(replica -> replica.passes(LeaseMember.STAND_BACK.toNanos() + 1));
  }

  private void leaves(Replica replica, int how) {
    said.remove(replica.place);
    if (how == 0) {
      replicas.remove(replica.place); // it died, or said goodbye
    } else if (how == 1) {
      replica.member.losesAll(); // thrown out, and it knows
    } else {
      replica.nanos.addAndGet(LeaseMember.SURE.toNanos()); // frozen; it finds out later
    }
  }

  /** Kafka gives it at once what the one before had, and lets nobody else decide anew. */
  private void restarts(Replica before) {
    Replica after = new Replica(before.place);
    replicas.put(before.place, after);
    Assignment answer = answers.get(before.place);
    if (said.containsKey(before.place) && answer != null) {
      said.put(before.place, after.asks());
      after.assignor.onAssignment(answer, group());
    }
  }

  private void round(boolean complete) {
    List<Replica> takePart = new ArrayList<>();
    for (Replica replica : replicas.values()) {
      replica.passes(0);
      if (complete || random.nextInt(4) > 0 || !replica.maySayNothing()) {
        takePart.add(replica);
      }
    }
    takePart.forEach(replica -> said.put(replica.place, replica.asks()));
    decide(takePart, complete);
  }

  private void decide(List<Replica> takePart, boolean complete) {
    if (!takePart.isEmpty()) {
      answers = takePart.get(0).decides(said);
      generation++;
      for (Replica replica : takePart) {
        if (complete || random.nextInt(5) > 0) {
          replica.assignor.onAssignment(answers.get(replica.place), group());
        }
      }
    }
  }

  private ConsumerGroupMetadata group() {
    return new ConsumerGroupMetadata("group", generation, "member", Optional.empty());
  }

  private Map<String, String> oneHolder() {
    Map<String, String> holders = new HashMap<>();
    for (Replica replica : replicas.values()) {
      for (KafkaLease lease : replica.leases) {
        if (lease.isWanted() && lease.held()) {
          assertThat(holders.put(lease.route(), replica.place)).as(lease.route()).isNull();
        }
      }
    }
    return holders;
  }

  private final class Replica {
    private final String place;
    private final AtomicLong nanos = new AtomicLong(1);
    private final LeaseMember member = new LeaseMember(nanos::get, numbers::incrementAndGet);
    private final LeaseAssignor assignor = new LeaseAssignor();
    private final List<KafkaLease> leases;

    Replica(String place) {
      this.place = place;
      assignor.configure(Map.of(LeaseAssignor.MEMBER, member));
      leases = ROUTES.stream().map(route -> new KafkaLease(member, () -> {}, route, true)).toList();
      leases.forEach(member::add);
      leases.stream().filter(lease -> random.nextBoolean()).forEach(KafkaLease::held);
      member.begins();
    }

    KafkaLease lease() {
      return leases.get(random.nextInt(leases.size()));
    }

    List<String> wanted() {
      return leases.stream().filter(KafkaLease::isWanted).map(KafkaLease::route).toList();
    }

    void passes(long time) {
      nanos.addAndGet(time);
      if (!member.polls()) {
        member.begins();
      }
    }

    Subscription asks() {
      return new Subscription(List.of("t"), assignor.subscriptionUserData(Set.of("t")));
    }

    /**
     * Only if it has said all that it holds. One that was given something and is then heard by
     * Kafka for ten seconds without hearing Kafka is left out: two may hold the same then, as in
     * any group with instance ids.
     */
    boolean maySayNothing() {
      Subscription last = said.get(place);
      List<String> held =
          leases.stream().filter(KafkaLease::isTaken).map(KafkaLease::route).toList();
      return last == null
          || LeaseNote.decoded(last.userData()).orElseThrow().held().containsAll(held);
    }

    Map<String, Assignment> decides(Map<String, Subscription> all) {
      return assignor.assign(Cluster.empty(), new GroupSubscription(all)).groupAssignment();
    }
  }
}
