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
 * noted as done before anything is waited for: only what was on its way at a kill may arrive twice.
 */
public final class ToQueue implements RedriveTarget {
  private final Origin origin;
  private final Publisher publisher;
  private final RedriveLog log;
  private final RedriveProgress progress;
  private final Redrive.Watcher watcher;

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
    log.commit(List.of(), RedriveProgress.doubt(batch));
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
    note(safe);
    return new RedriveCounts(0, safe.size(), 0, 0, 0, 0, notTaken.size());
  }

  /** These are done, and nothing is on its way. */
  private void note(List<StoredLetter> confirmed) throws RedriveException {
    Map<String, byte @Nullable []> entries = new HashMap<>(progress.entries(confirmed));
    entries.putAll(RedriveProgress.doubt(List.of()));
    log.commit(List.of(), entries);
    progress.add(confirmed);
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
