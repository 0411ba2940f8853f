package dev.pontoon.rig;

import dev.pontoon.rig.rabbit.RabbitNode;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** A test run of its own, to be killed: starts something, prints the processes, and stays. */
final class Orphans {

  private Orphans() {}

  public static void main(String[] args) throws InterruptedException {
    switch (args[0]) {
      case "sleep" ->
          OsProcess.start("sleep", new ProcessBuilder("sleep", "600"), Path.of("/dev/null"));
      case "rabbit" -> RabbitNode.started();
      default -> throw new IllegalArgumentException(args[0]);
    }
    System.out.println(
        ProcessHandle.current()
            .descendants()
            .map(it -> "" + it.pid())
            .collect(Collectors.joining(" ", "children ", "")));
    Thread.currentThread().join();
  }
}
