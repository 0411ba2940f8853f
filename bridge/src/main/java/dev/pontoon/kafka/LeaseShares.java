package dev.pontoon.kafka;

import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Decides which member has which lease: who holds one keeps it, what nobody holds goes to the one
 * with the fewest. The same members get the same, whatever their order.
 */
final class LeaseShares {
  private final SortedMap<String, LeaseNote> members;
  private final SortedMap<String, SortedSet<String>> shares = new TreeMap<>();
  private final int newest;

  private LeaseShares(Map<String, LeaseNote> members) {
    this.members = new TreeMap<>(members);
    this.newest = members.values().stream().mapToInt(LeaseNote::generation).max().orElse(0);
    this.members.keySet().forEach(member -> shares.put(member, new TreeSet<>()));
  }

  /**
   * @param members by their ids
   * @return for each of them the routes whose lease it has
   */
  static Map<String, SortedSet<String>> of(Map<String, LeaseNote> members) {
    return new LeaseShares(members).share();
  }

  private Map<String, SortedSet<String>> share() {
    SortedSet<String> free = new TreeSet<>();
    members.values().forEach(note -> free.addAll(note.wanted()));
    free.removeIf(
        route -> keep(route, note -> note.held().contains(route)) || keep(route, this::absent));
    free.forEach(this::give);
    return shares;
  }

  /** Of two that say that they hold it, the one is right that was asked last. */
  private boolean keep(String route, Predicate<LeaseNote> mayHold) {
    return members.entrySet().stream()
        .filter(e -> e.getValue().wanted().contains(route) && mayHold.test(e.getValue()))
        .min(
            Comparator.comparingInt((Map.Entry<String, LeaseNote> e) -> -e.getValue().generation())
                .thenComparing(Map.Entry::getKey))
        .map(e -> shares.getOrDefault(e.getKey(), new TreeSet<>()).add(route))
        .orElse(false);
  }

  /**
   * Kafka keeps a member with an instance id for a while although it did not answer the last call.
   * What it wanted when it spoke last may have been given to it since.
   */
  private boolean absent(LeaseNote note) {
    return note.generation() != LeaseNote.NONE && note.generation() < newest;
  }

  private void give(String route) {
    shares.entrySet().stream()
        .filter(e -> wants(e.getKey(), route))
        .min(
            Comparator.comparingInt((Map.Entry<String, SortedSet<String>> e) -> e.getValue().size())
                .thenComparing(Map.Entry::getKey))
        .ifPresent(e -> e.getValue().add(route));
  }

  private boolean wants(String member, String route) {
    LeaseNote note = members.get(member);
    return note != null && note.wanted().contains(route);
  }
}
