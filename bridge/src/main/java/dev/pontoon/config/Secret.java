package dev.pontoon.config;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A value that never prints itself. Ask with {@link #reveal()} only where it is handed to a client,
 * and ask again for each new connection: what stands in a file may have changed. Two are equal if
 * they were when they were loaded.
 */
public final class Secret {
  private final String loaded;
  private final Supplier<Optional<String>> again;
  private volatile String last;

  public Secret(String value) {
    this(value, Optional::empty);
  }

  /**
   * @param value as it was loaded
   * @param again looks it up anew; empty when it can't be had now
   */
  Secret(String value, Supplier<Optional<String>> again) {
    this.loaded = Objects.requireNonNull(value, "value");
    this.again = again;
    this.last = value;
  }

  /** As it is now; the last one that was there, while its file can't be read. */
  public String reveal() {
    again.get().ifPresent(value -> last = value);
    return last;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret s && s.loaded.equals(loaded);
  }

  @Override
  public int hashCode() {
    return loaded.hashCode();
  }

  @Override
  public String toString() {
    return "******";
  }
}
