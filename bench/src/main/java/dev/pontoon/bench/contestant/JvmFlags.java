package dev.pontoon.bench.contestant;

import java.nio.file.Path;
import java.util.List;

/** Flags of the JVMs that are compared. */
final class JvmFlags {

  /** Those that Pontoon's launcher gives to the bridge, class-data archive aside. */
  static final List<String> LAUNCHER =
      List.of(
          "-Xms128m",
          "-Xmx128m",
          "-XX:Tier4InvocationThreshold=40000",
          "-XX:Tier4MinInvocationThreshold=10000",
          "-XX:Tier4CompileThreshold=80000",
          "-XX:Tier4BackEdgeThreshold=400000",
          "-XX:MaxInlineLevel=9",
          "-XX:InlineSmallCode=1000",
          "-XX:FreqInlineSize=200",
          "-Xss512k",
          "-Dfile.encoding=UTF-8",
          "-XX:+UseSerialGC");

  /** A server JVM as it comes, with a heap that does not depend on the machine. */
  static final List<String> PLAIN = List.of("-Xmx1g");

  private JvmFlags() {}

  /** One line per collection, with the time in milliseconds since 1970. */
  static String gcLog(Path file) {
    return "-Xlog:gc:file=" + file + ":timemillis:filecount=0";
  }
}
