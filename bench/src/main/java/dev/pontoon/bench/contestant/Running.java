package dev.pontoon.bench.contestant;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A contestant at work. */
public interface Running extends AutoCloseable {

  /** The process whose cost is measured. */
  long pid();

  /** Where the JVM writes what its collector does; null if it is not a JVM. */
  @Nullable Path gcLog();

  /** Ends it cleanly (SIGTERM) and waits. */
  @Override
  void close();
}
