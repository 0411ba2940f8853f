package dev.pontoon.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.deadletter.ErrorHeader;
import dev.pontoon.message.Property;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordsPageTest {

  private static final Path PAGE = Path.of("..", "docs", "reference", "records.md");

  /** {@code -Dregenerate} writes the tables anew. */
  @Test
  void thePageIsUpToDate() throws IOException {
    String page = Files.readString(PAGE);
    String filled = RecordsPage.filled(page);
    if (System.getProperty("regenerate") != null) {
      Files.writeString(PAGE, filled);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(filled);
  }

  @Test
  void everyHeaderOfOursIsOnThePageAndMeansOneThing() throws IOException {
    List<String> names =
        new ArrayList<>(
            List.of(
                HeaderNames.ROUTE,
                HeaderNames.SOURCE,
                HeaderNames.ID,
                HeaderNames.REDELIVERED,
                HeaderNames.TYPES,
                HeaderNames.BODY,
                HeaderNames.VALUE_TYPES,
                HeaderNames.ENVELOPE,
                ClaimReference.SHA256,
                ClaimReference.LENGTH,
                ClaimReference.STORE,
                ClaimReference.LOCATION));
    for (Property property : Property.values()) {
      names.add(property.header());
    }
    for (ErrorHeader header : ErrorHeader.values()) {
      names.add(header.header());
    }
    assertThat(names).doesNotHaveDuplicates();
    String page = Files.readString(PAGE);
    assertThat(names).allSatisfy(name -> assertThat(page).contains("| `" + name + "` |"));
  }
}
