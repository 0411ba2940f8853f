package dev.pontoon.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What Linux knows about a process. */
public final class ProcessStat {

  /** Linux counts CPU time in hundredths of a second for all user space, whatever its own clock. */
  private static final long MILLIS_PER_TICK = 10;

  /** Fields of /proc/PID/stat behind the name in brackets: user and system time, threads. */
  private static final int USER = 11;

  private static final int SYSTEM = 12;
  private static final int THREADS = 17;
  private static final int BYTES_PER_KIB = 1024;

  private final Path folder;

  public ProcessStat(long pid) {
    this(Path.of("/proc", "" + pid));
  }

  ProcessStat(Path folder) {
    this.folder = folder;
  }

  /** User and system time so far, in steps of 10 ms. */
  public long cpuMillis() {
    List<String> stat = stat();
    return MILLIS_PER_TICK * (Long.parseLong(stat.get(USER)) + Long.parseLong(stat.get(SYSTEM)));
  }

  /** Threads now. */
  public int threads() {
    return Integer.parseInt(stat().get(THREADS));
  }

  /** The most memory that was resident at once, in bytes. */
  public long peakRss() {
    return status("VmHWM:");
  }

  /** The memory that is resident now, in bytes. */
  public long rss() {
    return status("VmRSS:");
  }

  private List<String> stat() {
    String line = read("stat");
    return List.of(line.substring(line.lastIndexOf(')') + 2).trim().split(" "));
  }

  private long status(String field) {
    return read("status")
            .lines()
            .filter(line -> line.startsWith(field))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no " + field + " in " + folder))
        * BYTES_PER_KIB;
  }

  private String read(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException("the process has ended: " + folder, e);
    }
  }
}
