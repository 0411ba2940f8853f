package dev.pontoon.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was read for the options of one {@link Group}. */
final class Values {
  /** A group that was not written: every option has its default. */
  static final Values NONE =
      new Values(Position.START, new Place("", "", new Report(), null, false), Map.of(), Map.of());

  private final Position at;
  private final Place place;
  private final Map<Option<?>, Object> found;
  private final Map<Option<?>, Position> positions;

  /**
   * @param found without the values that could not be read
   * @param positions of everything that was written, readable or not
   */
  Values(
      Position at, Place place, Map<Option<?>, Object> found, Map<Option<?>, Position> positions) {
    this.at = at;
    this.place = place;
    this.found = found;
    this.positions = positions;
  }

  /** Null when it is not there, could not be read, and has no default. */
  @SuppressWarnings("unchecked")
  <T> @Nullable T find(Option<T> option) {
    Object value = found.get(option);
    return value == null ? option.fallback() : (T) value;
  }

  /** For required options and those with a default, after a load without problems. */
  <T> T get(Option<T> option) {
    T value = find(option);
    if (value == null) {
      throw new IllegalStateException(option.name() + " is neither required nor has a default");
    }
    return value;
  }

  boolean wrote(Option<?> option) {
    return positions.containsKey(option);
  }

  /** Of the option's value; of the whole group when it was not written. */
  Position at(Option<?> option) {
    return positions.getOrDefault(option, at);
  }

  Place place(Option<?> option) {
    return place.under(option.name());
  }

  void problem(Option<?> option, String wrong, String allowed) {
    place(option).problem(at(option), wrong, allowed);
  }

  void problem(Option<?> option, String wrong, String allowed, @Nullable String suggestion) {
    place(option).problem(at(option), wrong, allowed, suggestion);
  }
}
