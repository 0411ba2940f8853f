package dev.pontoon.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.claim.FileClaimStore.Rights;
import dev.pontoon.mapping.ClaimReference;
import dev.pontoon.message.Claim;
import dev.pontoon.message.ClaimCheck;
import dev.pontoon.message.OutboundRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileClaimStoreTest {
  @TempDir private Path root;

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private Path folder() {
    return root.resolve("deep/claims");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder())) {
      return all.filter(Files::isRegularFile).map(folder()::relativize).sorted().toList();
    }
  }

  private static OutboundRecord record(byte[] value) {
    return new OutboundRecord("t", null, value, 1, new ArrayList<>());
  }

  private static byte[] header(OutboundRecord record, String name) {
    return record.headers().stream()
        .filter(header -> header.name().equals(name))
        .map(OutboundRecord.Header::value)
        .reduce((first, last) -> last)
        .orElse(null);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1 << 20, (3 << 20) + 7})
  void whatWasKeptIsReadThroughItsReference(int length) throws Exception {
    byte[] body = bytes(length);
    ClaimCheck check = ClaimReference.of(record(body), body, "claims");
    try (FileClaimStore store = new FileClaimStore(folder(), Rights.GROUP)) {
      store.keep(check.claim());
      assertThat(store.read(check.claim().sha256())).isEqualTo(body);
    }
    OutboundRecord reference = check.reference();
    byte[] read =
        new ClaimReader(folder()).body(reference.value(), name -> header(reference, name));
    assertThat(read).isEqualTo(body);
    assertThat(files()).containsExactly(Path.of(check.claim().location()));
  }

  @Test
  void aRecordWithoutReferenceIsItsOwnBody() throws Exception {
    OutboundRecord record = record(bytes(5));
    assertThat(new ClaimReader(folder()).body(record.value(), name -> header(record, name)))
        .isSameAs(record.value());
    assertThat(new ClaimReader(folder()).body(null, name -> null)).isNull();
  }

  @Test
  void sameContentIsWrittenOnce() throws Exception {
    FileClaimStore store = new FileClaimStore(folder(), Rights.GROUP);
    Claim claim = Claim.of(bytes(1000));
    store.keep(claim);
    Path file = folder().resolve(claim.location());
    FileTime before = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(file, before);
    store.keep(Claim.of(bytes(1000)));
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(before);
    assertThat(files()).hasSize(1);
  }

  @Test
  void aFileOfAnotherLengthIsReplaced() throws Exception {
    FileClaimStore store = new FileClaimStore(folder(), Rights.GROUP);
    Claim claim = Claim.of(bytes(1000));
    Path file = folder().resolve(claim.location());
    Files.createDirectories(file.getParent());
    Files.write(file, Arrays.copyOf(claim.content(), 400));
    store.keep(claim);
    assertThat(store.read(claim.sha256())).isEqualTo(claim.content());
  }

  @Test
  void manyAtOnceLeaveOneFile() throws Exception {
    FileClaimStore store = new FileClaimStore(folder(), Rights.GROUP);
    Claim claim = Claim.of(bytes(2 << 20));
    Callable<Void> keep =
        () -> {
          store.keep(claim);
          return null;
        };
    var threads = Executors.newFixedThreadPool(8);
    try {
      for (var done : threads.invokeAll(java.util.Collections.nCopies(16, keep))) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(files()).containsExactly(Path.of(claim.location()));
    assertThat(store.read(claim.sha256())).isEqualTo(claim.content());
  }

  @Test
  void changedContentIsNeverHandedOut() throws Exception {
    FileClaimStore store = new FileClaimStore(folder(), Rights.GROUP);
    Claim claim = Claim.of(bytes(1000));
    store.keep(claim);
    byte[] changed = claim.content().clone();
    changed[500]++;
    Files.write(folder().resolve(claim.location()), changed);
    assertThatThrownBy(() -> store.read(claim.sha256()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("was changed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "../../../../etc/passwd", "http://localhost/x", "ab/cd/abcd", "ABCDEF", "é"})
  void aNameIsADigestOrNothing(String name) throws Exception {
    Files.createDirectories(folder());
    ClaimReader reader = new ClaimReader(folder());
    byte[] header = name.getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> reader.body(new byte[0], any -> header))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("hex digits");
  }

  @Test
  void whereNothingCanBeWrittenItSaysSoAndLeavesNothingHalf() throws Exception {
    Path occupied = Files.writeString(root.resolve("file"), "not a folder");
    FileClaimStore store = new FileClaimStore(occupied, Rights.GROUP);
    Claim claim = Claim.of(bytes(10));
    assertThatThrownBy(() -> store.keep(claim))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(occupied.toString())
        .hasMessageContaining("make the folder writable");
    Files.delete(occupied);
    store.keep(claim);
    assertThat(store.read(claim.sha256())).isEqualTo(claim.content());
  }

  @ParameterizedTest
  @CsvSource({
    "OWNER, rwx------, rw-------",
    "GROUP, rwxr-x---, rw-r-----",
    "EVERYONE, rwxr-xr-x, rw-r--r--"
  })
  void whatIsMadeIsNotForTheWholeMachine(Rights rights, String folders, String files)
      throws IOException {
    Path there = Files.createDirectories(root.resolve("there"));
    Files.setPosixFilePermissions(there, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (FileClaimStore store = new FileClaimStore(there.resolve("made"), rights)) {
      byte[] body = bytes(7);
      store.keep(ClaimReference.of(record(body), body, "claims").claim());
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(there)))
        .isEqualTo("rwxr-xr-x");
    try (Stream<Path> all = Files.walk(there.resolve("made"))) {
      assertThat(all)
          .hasSize(4)
          .allSatisfy(
              path ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                      .isEqualTo(Files.isDirectory(path) ? folders : files));
    }
  }
}
