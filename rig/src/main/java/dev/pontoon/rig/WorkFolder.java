package dev.pontoon.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A broker's folder: given, and then kept; or temporary, and then deleted on close. */
public final class WorkFolder implements AutoCloseable {

  private static final int TRIES = 5;

  private final Path path;
  private final @Nullable ExitHook hook;

  private WorkFolder(Path path, boolean temporary) {
    this.path = path;
    this.hook = temporary ? new ExitHook("folder", this::delete) : null;
  }

  /**
   * @param given used and kept if not null, created if missing
   * @param name part of a temporary folder's name
   */
  public static WorkFolder of(@Nullable Path given, String name) {
    try {
      return given == null
          ? new WorkFolder(Files.createTempDirectory("pontoon-" + name + "-"), true)
          : new WorkFolder(Files.createDirectories(given.toAbsolutePath()), false);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a folder for " + name, e);
    }
  }

  /** The absolute path. */
  public Path path() {
    return path;
  }

  /** A folder inside, made if missing. */
  public Path folder(String name) {
    try {
      return Files.createDirectories(path.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a text file inside, over what was there. */
  public Path file(String name, String text) {
    try {
      return Files.writeString(path.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** True if it goes away on close, so that a clean stop before would be wasted. */
  public boolean isTemporary() {
    return hook != null;
  }

  @Override
  public void close() {
    if (hook != null) {
      hook.close();
      delete();
    }
  }

  /** A broker that is going down may still write: then what it wrote is deleted once more. */
  private void delete() {
    for (int i = 0; i < TRIES && Files.exists(path); i++) {
      try {
        Files.walkFileTree(path, new Deletion());
      } catch (IOException expected) {
        Thread.yield();
      }
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes ignored) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException ignored) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException ignored)
        throws IOException {
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
