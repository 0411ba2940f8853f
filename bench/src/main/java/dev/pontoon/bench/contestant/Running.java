package dev.pontoon.bench.contestant;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A contestant at work. */
public interface Running extends AutoCloseable {

  /** Instead of a process id: it has no process of its own. */
  long NONE = -1;

  /** The process whose cost is measured, or {@link #NONE}. */
  long pid();

  /** False once it has ended by itself. */
  default boolean isAlive() {
    return pid() == NONE || ProcessHandle.of(pid()).map(ProcessHandle::isAlive).orElse(false);
  }

  /** Where the JVM writes what its collector does; null if it is not a JVM. */
  @Nullable Path gcLog();

  /** Ends it cleanly (SIGTERM) and waits. */
  @Override
  void close();
}
