package dev.pontoon.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/** This machine's name. */
final class HostName {
  private static final Path LINUX = Path.of("/proc/sys/kernel/hostname");

  private HostName() {}

  /** Asks no name server: that may take seconds, and a start must not wait for it. */
  static String ofThisMachine() {
    try {
      return Files.readString(LINUX).strip();
    } catch (IOException e) {
      return Stream.of("HOSTNAME", "COMPUTERNAME")
          .map(System::getenv)
          .filter(Objects::nonNull)
          .findFirst()
          .orElse("an unnamed machine");
    }
  }
}
