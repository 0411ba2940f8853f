package dev.pontoon.claim;

import dev.pontoon.message.Claim;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * Claims as files of one folder, {@code ab/cd/abcd…}. A file has its name only when it is whole and
 * on the disk: written beside, forced, renamed, and the folder forced too. Several processes may
 * share the folder.
 */
public final class FileClaimStore implements ClaimStore {
  private static final int CHUNK = 1 << 20;
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);

  /** What files and folders are made with; the process's umask may take more away. */
  public enum Rights {
    OWNER("rwx------", "rw-------"),
    GROUP("rwxr-x---", "rw-r-----"),
    EVERYONE("rwxr-xr-x", "rw-r--r--");

    private final Set<PosixFilePermission> folder;
    private final Set<PosixFilePermission> file;

    Rights(String folder, String file) {
      this.folder = PosixFilePermissions.fromString(folder);
      this.file = PosixFilePermissions.fromString(file);
    }
  }

  private final Path folder;
  private final ClaimReader reader;
  private final FileAttribute<?>[] folderRights;
  private final FileAttribute<?>[] fileRights;

  /**
   * @param folder is made when it is missing, once there is something to keep
   * @param rights of what is made; where the disk knows none, its own rules hold
   */
  public FileClaimStore(Path folder, Rights rights) {
    this.folder = folder;
    this.reader = new ClaimReader(folder);
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    this.folderRights = attributes(posix, rights.folder);
    this.fileRights = attributes(posix, rights.file);
  }

  private static FileAttribute<?>[] attributes(boolean posix, Set<PosixFilePermission> rights) {
    return posix
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(rights)}
        : new FileAttribute<?>[0];
  }

  @Override
  public void keep(Claim claim) throws IOException {
    Path file = folder.resolve(claim.location());
    try {
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          && Files.size(file) == claim.content().length) {
        // Another process may have given it its name just now.
        force(parent(file));
        return;
      }
      write(claim, file);
    } catch (IOException e) {
      throw new IOException(
          "the claim store "
              + folder
              + " does not take a body of "
              + claim.content().length
              + " bytes ("
              + e
              + "): make room, or make the folder writable",
          e);
    }
  }

  private void write(Claim claim, Path file) throws IOException {
    folders(parent(file));
    Path temporary = parent(file).resolve("." + UUID.randomUUID() + ".part");
    try {
      try (FileChannel channel = FileChannel.open(temporary, NEW, fileRights)) {
        // In pieces: the JDK copies each write into memory outside of the heap.
        for (int at = 0; at < claim.content().length; at += CHUNK) {
          int length = Math.min(CHUNK, claim.content().length - at);
          ByteBuffer piece = ByteBuffer.wrap(claim.content(), at, length);
          while (piece.hasRemaining()) {
            channel.write(piece);
          }
        }
        channel.force(true);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      force(parent(file));
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private Path parent(Path file) {
    Path parent = file.getParent();
    return parent == null ? folder : parent;
  }

  private void folders(Path deepest) throws IOException {
    if (Files.isDirectory(deepest)) {
      return;
    }
    Files.createDirectories(deepest, folderRights);
    for (Path made = deepest.getParent(); made != null; made = made.getParent()) {
      force(made);
      if (made.equals(folder)) {
        return;
      }
    }
  }

  /** Makes names in the folder durable. */
  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public byte[] read(String sha256) throws IOException {
    return reader.read(sha256);
  }

  @Override
  public void close() {
    // Nothing is held open between two claims.
  }
}
