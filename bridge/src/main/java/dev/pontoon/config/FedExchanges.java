package dev.pontoon.config;

import dev.pontoon.config.SourcePattern.Found;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges that get their messages from others, as those of MassTransit and NServiceBus do: who
 * mirrors both gets each message twice.
 */
final class FedExchanges {
  private final Map<String, Set<String>> feeders = new HashMap<>();

  FedExchanges(List<Found> all) {
    all.forEach(one -> feeders.put(one.name(), one.feeders()));
  }

  /**
   * The exchange, itself one of these, from which this one gets all that it is fed; null for none.
   * Of two that feed each other the one that comes first in the alphabet counts as the source.
   */
  @Nullable String source(String exchange, Predicate<String> mirrored) {
    return above(exchange).stream()
        .filter(one -> !one.equals(exchange) && mirrored.test(one))
        .filter(one -> !above(one).contains(exchange) || one.compareTo(exchange) < 0)
        .min(String::compareTo)
        .orElse(null);
  }

  private Set<String> above(String exchange) {
    Set<String> found = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(feeders.getOrDefault(exchange, Set.of()));
    while (!open.isEmpty()) {
      String next = open.pop();
      if (found.add(next)) {
        open.addAll(feeders.getOrDefault(next, Set.of()));
      }
    }
    return found;
  }
}
