package dev.pontoon.app;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One run of a command in this process: its exit code, and all that it printed. */
record CommandRun(int code, String text) {

  /** With bridge.yaml and routes/ of the folder, and the text {@code hello} to read. */
  static CommandRun in(Path folder, String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    if (!all.contains("--config")) {
      all.addAll(List.of("--config", folder.resolve("bridge.yaml").toString()));
    }
    if (!all.contains("--routes")) {
      all.addAll(List.of("--routes", folder.resolve("routes").toString()));
    }
    PrintStream out = System.out;
    PrintStream err = System.err;
    InputStream in = System.in;
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    PrintStream caught = new PrintStream(text, true, StandardCharsets.UTF_8);
    System.setOut(caught);
    System.setErr(caught);
    System.setIn(new ByteArrayInputStream("hello".getBytes(StandardCharsets.UTF_8)));
    try {
      int code = Pontoon.execute(all.toArray(String[]::new));
      return new CommandRun(code, text.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
      System.setIn(in);
    }
  }
}
