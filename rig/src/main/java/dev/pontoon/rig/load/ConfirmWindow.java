package dev.pontoon.rig.load;

import com.rabbitmq.client.ConfirmListener;
import com.rabbitmq.client.Return;
import dev.pontoon.rig.ledger.Entry;
import dev.pontoon.rig.ledger.Ledger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What was sent and is not confirmed, over all connections of one publisher, in order. */
final class ConfirmWindow {

  private final Ledger ledger;

  /** True: it was sent at least once. */
  private final LinkedHashMap<Entry, Boolean> open = new LinkedHashMap<>();

  private Epoch epoch = new Epoch();
  private boolean broken;
  private @Nullable String unroutable;

  ConfirmWindow(Ledger ledger) {
    this.ledger = ledger;
  }

  /** The confirms of one channel; those of an older one count no more. */
  final class Epoch implements ConfirmListener {
    private final NavigableMap<Long, Entry> sent = new TreeMap<>();

    @Override
    public void handleAck(long tag, boolean multiple) {
      confirmed(this, tag, multiple);
    }

    @Override
    public void handleNack(long tag, boolean multiple) {
      broken();
    }

    void returned(Return back) {
      refuse(back);
    }
  }

  synchronized Epoch newEpoch() {
    epoch = new Epoch();
    broken = false;
    return epoch;
  }

  synchronized void sending(long tag, Entry entry) {
    open.put(entry, true);
    epoch.sent.put(tag, entry);
  }

  /** Not sent yet, but it must not be forgotten. */
  synchronized void keep(Entry entry) {
    open.putIfAbsent(entry, false);
  }

  synchronized void broken() {
    broken = true;
    notifyAll();
  }

  synchronized boolean isConfirmed(Entry entry) {
    return !open.containsKey(entry);
  }

  /** False for what was only kept. */
  synchronized boolean wasSent(Entry entry) {
    return open.getOrDefault(entry, false);
  }

  synchronized List<Entry> unconfirmed() {
    return List.copyOf(open.keySet());
  }

  /**
   * Waits until no more than so many are open.
   *
   * @return false if the channel broke, or nothing was confirmed for so long
   */
  synchronized boolean awaitAtMost(int most, Duration silence) {
    long end = System.nanoTime() + silence.toNanos();
    int before = open.size();
    while (open.size() > most && !broken) {
      if (open.size() < before) {
        before = open.size();
        end = System.nanoTime() + silence.toNanos();
      }
      long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (millis <= 0) {
        return false;
      }
      await(millis);
    }
    if (unroutable != null) {
      throw new IllegalStateException(unroutable);
    }
    return open.size() <= most && !broken;
  }

  private synchronized void confirmed(Epoch from, long tag, boolean multiple) {
    if (from != epoch) {
      return;
    }
    NavigableMap<Long, Entry> done =
        multiple ? from.sent.headMap(tag, true) : from.sent.subMap(tag, true, tag, true);
    done.values().forEach(ledger::confirm);
    done.values().forEach(open::remove);
    done.clear();
    notifyAll();
  }

  private synchronized void refuse(Return back) {
    unroutable =
        "no queue takes what is published to exchange '"
            + back.getExchange()
            + "' with routing key '"
            + back.getRoutingKey()
            + "': "
            + back.getReplyText();
    notifyAll();
  }

  private void await(long millis) {
    try {
      wait(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for confirms", e);
    }
  }
}
