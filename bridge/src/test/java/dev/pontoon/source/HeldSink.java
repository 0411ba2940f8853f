package dev.pontoon.source;

import dev.pontoon.delivery.RecordSink;
import dev.pontoon.message.OutboundRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A sink that confirms when the test says so. */
public final class HeldSink implements RecordSink {
  private final List<OutboundRecord> records = new ArrayList<>();
  private final List<Confirmation> held = new ArrayList<>();
  private boolean holding;

  @Override
  public void send(OutboundRecord record, Confirmation confirmation) {
    synchronized (this) {
      records.add(record);
      if (holding) {
        held.add(confirmation);
        return;
      }
    }
    confirmation.confirmed();
  }

  /** From now on nothing is confirmed. */
  public synchronized HeldSink hold() {
    holding = true;
    return this;
  }

  /** Confirms what is held and all that comes. */
  public void release() {
    List<Confirmation> free;
    synchronized (this) {
      holding = false;
      free = List.copyOf(held);
      held.clear();
    }
    free.forEach(Confirmation::confirmed);
  }

  public synchronized int size() {
    return records.size();
  }

  public synchronized List<OutboundRecord> records() {
    return List.copyOf(records);
  }

  /** The values as text, in the order of sending. */
  public List<String> values() {
    return records().stream()
        .map(record -> new String(record.value(), StandardCharsets.UTF_8))
        .collect(Collectors.toList());
  }
}
