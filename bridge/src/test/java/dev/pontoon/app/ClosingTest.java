package dev.pontoon.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingTest {
  private final List<String> closed = new ArrayList<>();

  @Test
  void everyPartIsClosedTheNewestFirstWhateverAnotherThrows() {
    Closing parts = new Closing();
    parts.add("first", () -> closed.add("first"));
    parts.add("second", () -> fail(new IllegalStateException("for the test")));
    parts.add("third", () -> fail(new NoClassDefFoundError("for the test")));
    parts.add("fourth", () -> closed.add("fourth"));
    parts.close();
    assertThat(closed).containsExactly("fourth", "first");
    parts.close();
    assertThat(closed).hasSize(2);
  }

  private static void fail(Throwable with) throws Exception {
    if (with instanceof Error error) {
      throw error;
    }
    throw (Exception) with;
  }
}
