package dev.pontoon.config;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Which files of routes/ are what. */
final class RoutesFolder {
  private static final Pattern TEST = Pattern.compile(".+\\.test\\.ya?ml");
  private static final Pattern YAML = Pattern.compile("[^.].*\\.ya?ml");

  private final Path folder;
  private final Report report;

  RoutesFolder(Path folder, Report report) {
    this.folder = folder;
    this.report = report;
  }

  /** In the order of their names. */
  List<Path> routes() {
    List<Path> routes =
        files(name -> YAML.matcher(name).matches() && !TEST.matcher(name).matches());
    if (routes.isEmpty() && report.isEmptyFor(folder.toString())) {
      problem("there is no route file here", "a route is a file such as orders.yaml");
    }
    return routes;
  }

  /** In the order of their names. */
  List<Path> tests() {
    return files(name -> TEST.matcher(name).matches());
  }

  private List<Path> files(Predicate<String> wanted) {
    List<Path> files = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      String wrong = Files.exists(folder) ? "this is not a folder" : "the folder does not exist";
      problem(wrong, "create it with one file per route, or give the path of another");
      return files;
    }
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      for (Path path : stream) {
        if (wanted.test(path.getFileName().toString())) {
          files.add(path);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      problem(
          "the folder cannot be read (" + e.getClass().getSimpleName() + ")",
          "it must be readable by the user that runs Pontoon");
    }
    files.sort(null);
    return files;
  }

  private void problem(String wrong, String allowed) {
    report.add(folder.toString(), Position.START, "", wrong, allowed, null);
  }
}
