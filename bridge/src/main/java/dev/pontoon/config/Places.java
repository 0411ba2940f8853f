package dev.pontoon.config;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where each key of the loaded files stands: for mistakes that only those can find who know Camel,
 * Kafka or a broker's client. Filled by {@link ConfigLoader}; then only read.
 */
public final class Places {
  private final String bridge;
  private final Map<String, Map<String, Spot>> files = new HashMap<>();

  /**
   * @param filled whether the value holds something from outside the file
   */
  private record Spot(Position name, Position value, boolean filled) {}

  Places(String bridge) {
    this.bridge = bridge;
  }

  void add(String file, Yaml yaml) {
    Map<String, Spot> spots = new HashMap<>();
    walk(spots, "", yaml.at(), yaml);
    files.put(file, spots);
  }

  private static void walk(Map<String, Spot> spots, String key, Position name, Yaml yaml) {
    boolean filled = yaml instanceof Yaml.Scalar scalar && Placeholders.isIn(scalar.text());
    spots.put(key, new Spot(name, yaml.at(), filled));
    if (yaml instanceof Yaml.Mapping mapping) {
      for (Yaml.Entry entry : mapping.entries()) {
        String path = key.isEmpty() ? entry.key() : key + "." + entry.key();
        walk(spots, path, entry.at(), entry.value());
      }
    } else if (yaml instanceof Yaml.Items items) {
      for (int i = 0; i < items.values().size(); i++) {
        Yaml item = items.values().get(i);
        walk(spots, key + "[" + i + "]", item.at(), item);
      }
    }
  }

  /** The path of bridge.yaml, as {@link Problem#file}. */
  public String bridge() {
    return bridge;
  }

  /** Whether this key is written in the file. */
  public boolean has(String file, String key) {
    return spots(file).containsKey(key);
  }

  /**
   * A mistake in the value of a key.
   *
   * @param key of a key that is not written itself, the nearest one above it is pointed at
   * @param wrong what is wrong; may hold the value, and is not told where that came from outside
   */
  public Problem value(
      String file, String key, String wrong, String allowed, @Nullable String suggestion) {
    Spot spot = spot(file, key);
    return spot.filled()
        ? problem(file, spot.value(), key, "the value is not accepted", allowed, null)
        : problem(file, spot.value(), key, wrong, allowed, suggestion);
  }

  /** A key that should have another name. */
  public Problem name(
      String file, String key, String wrong, String allowed, @Nullable String suggestion) {
    return problem(file, spot(file, key).name(), key, wrong, allowed, suggestion);
  }

  private static Problem problem(
      String file,
      Position at,
      String key,
      String wrong,
      String allowed,
      @Nullable String suggestion) {
    return new Problem(file, at.line(), at.column(), key, wrong, allowed, suggestion);
  }

  private Spot spot(String file, String key) {
    Map<String, Spot> spots = spots(file);
    String path = key;
    while (!path.isEmpty() && !spots.containsKey(path)) {
      int end = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
      path = path.substring(0, Math.max(0, end));
    }
    Spot spot = spots.get(path);
    return spot == null ? new Spot(Position.START, Position.START, false) : spot;
  }

  private Map<String, Spot> spots(String file) {
    return files.getOrDefault(file, Map.of());
  }
}
