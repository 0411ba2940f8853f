package dev.pontoon.rig.jms;

import dev.pontoon.rig.Ports;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a JMS broker of the rig is set up.
 *
 * @param folder kept; null: a temporary one, deleted on close
 * @param port where it listens
 * @param persistent false: in memory, a restart forgets everything
 * @param jvmFlags for {@link JmsBrokerProcess} only
 */
public record JmsSetup(@Nullable Path folder, int port, boolean persistent, List<String> jvmFlags) {

  public JmsSetup {
    jvmFlags = List.copyOf(jvmFlags);
  }

  /** Nothing is kept: the quickest. */
  public static JmsSetup inMemory() {
    return new JmsSetup(null, Ports.free(), false, List.of());
  }

  /** Persistent messages survive a restart, in a temporary folder. */
  public static JmsSetup onDisk() {
    return new JmsSetup(null, Ports.free(), true, List.of());
  }

  /** Persistent messages survive in this folder. */
  public JmsSetup folder(Path kept) {
    return new JmsSetup(kept, port, true, jvmFlags);
  }

  /** Listens on this port. */
  public JmsSetup port(int fixed) {
    return new JmsSetup(folder, fixed, persistent, jvmFlags);
  }

  /** Flags for the JVM of the process form, e.g. {@code -Xmx1g}. */
  public JmsSetup jvmFlags(String... flags) {
    return new JmsSetup(folder, port, persistent, List.of(flags));
  }
}
