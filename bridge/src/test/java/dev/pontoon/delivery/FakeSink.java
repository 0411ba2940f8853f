package dev.pontoon.delivery;

import dev.pontoon.message.OutboundRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** A sink that confirms and fails when the test says so. Safe for all threads. */
final class FakeSink implements RecordSink {

  /** A record that was handed over. */
  record Sent(OutboundRecord record, Confirmation confirmation) {
    String text() {
      return new String(Objects.requireNonNull(record.value()), StandardCharsets.UTF_8);
    }

    void confirm() {
      confirmation.confirmed();
    }

    void fail(SinkFailure.Kind kind) {
      confirmation.failed(new SinkFailure(kind, "the test says " + kind));
    }
  }

  private final List<Sent> sent = new ArrayList<>();
  private volatile Function<OutboundRecord, SinkFailure.Kind> atOnce = record -> null;

  /** What fails before send returns: null for taken. */
  void refusing(Function<OutboundRecord, SinkFailure.Kind> rule) {
    atOnce = rule;
  }

  @Override
  public void send(OutboundRecord record, Confirmation confirmation) {
    Sent now = new Sent(record, confirmation);
    SinkFailure.Kind kind = atOnce.apply(record);
    if (kind != null) {
      now.fail(kind);
      return;
    }
    synchronized (sent) {
      sent.add(now);
    }
  }

  /** All that were taken, in order. */
  List<Sent> all() {
    synchronized (sent) {
      return List.copyOf(sent);
    }
  }

  Sent get(int index) {
    synchronized (sent) {
      return sent.get(index);
    }
  }

  int size() {
    synchronized (sent) {
      return sent.size();
    }
  }

  List<OutboundRecord> records() {
    return all().stream().map(Sent::record).toList();
  }

  List<String> texts() {
    return all().stream().map(Sent::text).toList();
  }

  List<String> topics() {
    return all().stream().map(s -> s.record().topic()).toList();
  }

  void confirmAll() {
    all().forEach(Sent::confirm);
  }
}
