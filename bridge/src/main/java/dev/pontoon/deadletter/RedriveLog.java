package dev.pontoon.deadletter;

import dev.pontoon.message.OutboundRecord;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a redrive writes records together with its progress; implemented by {@code kafka}. One
 * redrive of a dead-letter topic at a time: a younger one ends an older one. For one thread.
 */
public interface RedriveLog extends AutoCloseable {

  /**
   * Becomes the only redrive of the topic; what an older one left undecided is decided.
   *
   * @return the progress as last committed
   * @throws RedriveException when it can't be
   */
  Map<String, byte[]> takeOver() throws RedriveException;

  /**
   * Writes records and progress: all of it becomes visible, or nothing.
   *
   * @param progress by key; null removes an entry
   * @return empty when it is committed. Else nothing was written, and these records will never be
   *     taken: place in the list, and why
   * @throws RedriveException when nobody knows; only the next {@link #takeOver} tells
   */
  Map<Integer, String> commit(List<OutboundRecord> records, Map<String, byte @Nullable []> progress)
      throws RedriveException;

  @Override
  void close();
}
