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

  private final Path folder;
  private final ClaimReader reader;

  /**
   * @param folder is made when it is missing, once there is something to keep
   */
  public FileClaimStore(Path folder) {
    this.folder = folder;
    this.reader = new ClaimReader(folder);
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
      try (FileChannel channel = FileChannel.open(temporary, NEW)) {
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
    Files.createDirectories(deepest);
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
