package dev.pontoon.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LeaseNoteTest {

  @Property
  void whatIsWrittenIsRead(
      @ForAll long number,
      @ForAll int generation,
      @ForAll Set<String> held,
      @ForAll Set<String> wanted) {
    LeaseNote note = new LeaseNote(number, generation, valid(held), valid(wanted));
    ByteBuffer bytes = note.encoded();
    assertThat(LeaseNote.decoded(bytes)).contains(note);
    assertThat(LeaseNote.decoded(bytes)).as("read again").contains(note);
  }

  @Property
  void anyBytesAreReadOrNotButNeverThrown(@ForAll byte[] bytes) {
    assertThat(LeaseNote.decoded(ByteBuffer.wrap(bytes))).isNotNull();
  }

  @Property
  void halfOfOneIsNone(@ForAll Set<String> wanted, @ForAll int end) {
    ByteBuffer bytes = new LeaseNote(1, 2, new TreeSet<>(), valid(wanted)).encoded();
    bytes.limit(Math.floorMod(end, bytes.limit()));
    assertThat(LeaseNote.decoded(bytes)).isEmpty();
  }

  @Test
  void anotherVersionIsNotRead() {
    ByteBuffer bytes = new LeaseNote(1, 2, new TreeSet<>(), new TreeSet<>(List.of("a"))).encoded();
    bytes.put(0, (byte) 2);
    assertThat(LeaseNote.decoded(bytes)).isEmpty();
    assertThat(LeaseNote.decoded(null)).isEmpty();
  }

  /** Without half characters, which have no bytes. */
  private static TreeSet<String> valid(Set<String> names) {
    TreeSet<String> valid = new TreeSet<>();
    names.forEach(name -> valid.add(name.replaceAll("[\\ud800-\\udfff]", "x")));
    return valid;
  }
}
