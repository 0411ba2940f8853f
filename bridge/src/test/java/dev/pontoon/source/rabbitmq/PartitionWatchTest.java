package dev.pontoon.source.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** A super stream whose partitions change while it is read. */
class PartitionWatchTest {
  private final Queue<Runnable> due = new ArrayDeque<>();
  private final List<String> said = new ArrayList<>();
  private List<String> partitions = List.of("s-0", "s-1");
  private boolean away;
  private final PartitionWatch watch =
      new PartitionWatch("s", List.of("s-1", "s-0"), this::partitions, due::add, said::add);

  private List<String> partitions() throws IOException {
    if (away) {
      throw new IOException("by the test");
    }
    return partitions;
  }

  private void aMinutePasses() {
    due.remove().run();
  }

  @Test
  void aNewPartitionEndsTheConnectionOnce() {
    watch.start();
    aMinutePasses();
    away = true;
    aMinutePasses();
    away = false;
    assertThat(said).isEmpty();
    partitions = List.of("s-0", "s-1", "s-2");
    aMinutePasses();
    assertThat(said).singleElement().asString().contains("super stream s").contains("s-2");
    assertThat(due).isEmpty();
  }

  @Test
  void aClosedLinkIsNotLookedAt() {
    watch.start();
    watch.close();
    partitions = List.of();
    aMinutePasses();
    assertThat(said).isEmpty();
    assertThat(due).isEmpty();
  }
}
