package dev.pontoon.app;

import dev.pontoon.config.RouteConfig;
import dev.pontoon.deadletter.ErrorHeader;
import dev.pontoon.deadletter.Letters;
import dev.pontoon.deadletter.RedriveException;
import dev.pontoon.deadletter.RedriveProgress;
import dev.pontoon.deadletter.StoredLetter;
import dev.pontoon.delivery.LetterKeys;
import dev.pontoon.kafka.DeadLetterStore;
import dev.pontoon.kafka.KafkaSettings;
import dev.pontoon.kafka.KafkaUnavailableException;
import dev.pontoon.kafka.Topics;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The keys of a route's dead letters that no redrive has brought back. */
record OpenLetters(KafkaSettings kafka, Topics topics, String bridge, RouteConfig route)
    implements LetterKeys {

  @Override
  public void read(Consumer<byte[]> keys) throws InterruptedException {
    String topic = route.deadLetter().topic();
    try {
      Optional<DeadLetterStore> store = DeadLetterStore.find(kafka, topics, bridge, topic);
      if (store.isPresent()) {
        read(store.get(), keys);
      }
    } catch (KafkaUnavailableException | RedriveException e) {
      throw new IllegalStateException(
          "could not find out which keys are parked: " + e.getMessage(), e);
    }
  }

  private void read(DeadLetterStore store, Consumer<byte[]> keys)
      throws KafkaUnavailableException, InterruptedException, RedriveException {
    RedriveProgress progress = new RedriveProgress(store.progress());
    try (Letters letters = store.whole()) {
      for (List<StoredLetter> page = letters.next(); !page.isEmpty(); page = letters.next()) {
        for (StoredLetter letter : page) {
          byte[] key = letter.key();
          if (key != null && ours(letter) && !progress.done(letter)) {
            keys.accept(key);
          }
        }
      }
    }
  }

  private boolean ours(StoredLetter letter) {
    return route.id().equals(letter.error(ErrorHeader.ROUTE));
  }
}
