package dev.pontoon.deadletter;

import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Back to the legacy broker. A batch is noted as being on its way, published and confirmed, and
 * noted as done together with the next one's note: only what was on its way at a kill may arrive
 * twice.
 */
public final class ToQueue implements RedriveTarget {
  private final Origin origin;
  private final Publisher publisher;
  private final RedriveLog log;
  private final RedriveProgress progress;
  private final Redrive.Watcher watcher;
  private List<StoredLetter> confirmed = List.of();
  private boolean noted;

  /** Publishes to the legacy broker. */
  public interface Publisher {
    /**
     * Returns when the broker has confirmed.
     *
     * @return messages that it will never take: place in the list, and why
     * @throws Exception when nobody knows what it has taken
     */
    Map<Integer, String> publish(List<LegacyMessage> messages) throws Exception;
  }

  public ToQueue(
      Origin origin,
      Publisher publisher,
      RedriveLog log,
      RedriveProgress progress,
      Redrive.Watcher watcher) {
    this.origin = origin;
    this.publisher = publisher;
    this.log = log;
    this.progress = progress;
    this.watcher = watcher;
  }

  @Override
  public RedriveCounts carry(List<StoredLetter> batch) throws RedriveException {
    note(batch);
    Map<Integer, String> notTaken = publish(batch);
    List<StoredLetter> safe = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      String why = notTaken.get(i);
      if (why == null) {
        safe.add(batch.get(i));
      } else {
        watcher.left(batch.get(i), why);
      }
    }
    confirmed = safe;
    return new RedriveCounts(0, safe.size(), 0, 0, 0, 0, notTaken.size());
  }

  @Override
  public void finish() throws RedriveException {
    if (noted) {
      note(List.of());
    }
  }

  private void note(List<StoredLetter> onTheirWay) throws RedriveException {
    Map<String, byte @Nullable []> entries = new HashMap<>(progress.entries(confirmed));
    entries.putAll(RedriveProgress.doubt(onTheirWay));
    log.commit(List.of(), entries);
    noted = true;
    progress.add(confirmed);
    confirmed = List.of();
  }

  private LegacyMessage message(StoredLetter letter) {
    LegacyMessage message = letter.message(origin);
    Map<String, @Nullable Object> headers = new LinkedHashMap<>(message.headers());
    headers.put(LegacyMessage.REDRIVE, RedriveMark.of(letter));
    return message.with(headers, message.body());
  }

  private Map<Integer, String> publish(List<StoredLetter> batch) throws RedriveException {
    try {
      return publisher.publish(batch.stream().map(this::message).toList());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RedriveException("interrupted while publishing", e);
    } catch (Exception e) {
      throw new RedriveException(
          "could not publish to " + origin.queue() + " of " + origin.connection(), e);
    }
  }
}
