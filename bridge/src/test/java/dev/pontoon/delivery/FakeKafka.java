package dev.pontoon.delivery;

import dev.pontoon.message.OutboundRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * Transactions as Kafka does them, in memory: a new writer fences the older ones, a transaction
 * becomes visible whole or not at all. May fail where a random number says, on either side of the
 * commit.
 */
final class FakeKafka implements TransactionalSink.Factory {
  final List<OutboundRecord> committed = new ArrayList<>();
  final Map<Integer, byte[]> state = new HashMap<>();
  private final Random random;
  private final double failures;
  String refused = "\u0000";
  volatile boolean refusesDeadLetters;
  int commits;
  private int epoch;

  FakeKafka(Random random, double failures) {
    this.random = random;
    this.failures = failures;
  }

  /** The committed values that are no dead letters, in order. */
  synchronized List<String> values() {
    return committed.stream()
        .filter(record -> record.topic().equals("orders.v1"))
        .map(FakeKafka::text)
        .toList();
  }

  synchronized List<String> deadLetters() {
    return committed.stream()
        .filter(record -> !record.topic().equals("orders.v1"))
        .map(FakeKafka::text)
        .toList();
  }

  private static String text(OutboundRecord record) {
    return new String(Objects.requireNonNull(record.value()), StandardCharsets.UTF_8);
  }

  private boolean fails() {
    return random.nextDouble() < failures;
  }

  @Override
  public synchronized TransactionalSink open() {
    return new Writer(++epoch);
  }

  private final class Writer implements TransactionalSink {
    private final int mine;
    private final List<OutboundRecord> open = new ArrayList<>();
    private final Map<Integer, byte[]> openState = new HashMap<>();
    private boolean spoilt;
    private boolean closed;

    Writer(int mine) {
      this.mine = mine;
    }

    @Override
    public Map<Integer, byte[]> takeOver() {
      synchronized (FakeKafka.this) {
        return Map.copyOf(state);
      }
    }

    @Override
    public void begin() throws SinkException {
      check("begin");
    }

    @Override
    public void send(OutboundRecord record, Confirmation confirmation) {
      synchronized (FakeKafka.this) {
        boolean letter = !record.topic().equals("orders.v1");
        if (letter ? refusesDeadLetters : text(record).contains(refused)) {
          spoilt = true;
          confirmation.failed(new SinkFailure(SinkFailure.Kind.REFUSED, "the test refuses it"));
          return;
        }
        open.add(record);
      }
      confirmation.confirmed();
    }

    @Override
    public void state(int slot, byte[] value) throws SinkException {
      check("state");
      openState.put(slot, value);
    }

    @Override
    public void commit() throws SinkException {
      synchronized (FakeKafka.this) {
        check("commit");
        if (spoilt) {
          throw new SinkException("spoilt", new IllegalStateException());
        }
        committed.addAll(open);
        state.putAll(openState);
        commits++;
        clear();
        check("after commit");
      }
    }

    @Override
    public void abort() {
      synchronized (FakeKafka.this) {
        clear();
      }
    }

    private void clear() {
      open.clear();
      openState.clear();
      spoilt = false;
    }

    private void check(String where) throws SinkException {
      synchronized (FakeKafka.this) {
        if (closed || mine != epoch || fails()) {
          closed = true;
          throw new SinkException("the test fails it: " + where, new IllegalStateException());
        }
      }
    }

    @Override
    public void close() {
      synchronized (FakeKafka.this) {
        closed = true;
      }
    }
  }
}
