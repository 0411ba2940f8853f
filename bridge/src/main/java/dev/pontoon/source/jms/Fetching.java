package dev.pontoon.source.jms;

import dev.pontoon.source.LargeRoom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a route fetches: ahead while all messages are small; one at a time, with room in memory taken
 * first, once a large one was met. What is larger than allowed holds the line: it is tried again
 * after minutes, later hours. Lives as long as the route. Safe for all threads.
 */
final class Fetching {
  private static final String ONE_BY_ONE =
      "a large message is near: from now on messages are fetched one at a time";

  private static final int STEP = 8;

  /** Who has read so many messages has passed the place of the one that was refused. */
  private static final int PASSED = 500;

  private static final Duration FIRST_TRY = Duration.ofMinutes(1);
  private static final Duration LAST_TRY = Duration.ofHours(1);
  private static final Duration FIRST_CARE = Duration.ofMinutes(1);
  private static final Duration LONGEST_CARE = Duration.ofHours(1);

  private final long allowed;
  private final LargeRoom room;
  private final Clock clock;
  private long largest;
  private long ahead;
  private boolean refused;
  private int readSince;
  private Duration nextTry = FIRST_TRY;
  private Duration care = FIRST_CARE;
  private Instant since = Instant.EPOCH;
  private Instant lastLarge = Instant.EPOCH;

  /**
   * @param maxMessageSize bytes; the room is the most in any case
   */
  Fetching(long maxMessageSize, LargeRoom room, Clock clock) {
    this.allowed = Math.min(maxMessageSize, room.largest());
    this.room = room;
    this.clock = clock;
  }

  /**
   * What the next link takes.
   *
   * @param small the largest that its client may fetch ahead
   */
  synchronized SizeGate gate(long small) {
    ahead = small;
    since = clock.instant();
    boolean first = largest == 0;
    return new SizeGate(Math.min(allowed, first ? small : largest), first);
  }

  /**
   * Room for a message that is fetched through this gate and then made into ours; null if there is
   * none for so long.
   */
  LargeRoom.@Nullable Place place(SizeGate gate, Duration most) throws InterruptedException {
    return gate.ahead() ? LargeRoom.Place.NONE : room.enter(2 * gate.largest(), most);
  }

  /**
   * Whether a message was refused and may be the next: what is in front of it is done one by one.
   */
  synchronized boolean refused() {
    return refused;
  }

  /**
   * What comes of a message that a gate did not take.
   *
   * @param text for the route's status
   * @param pause before the next try
   */
  record Verdict(String text, Duration pause) {}

  /** A link ended over a message that was too large for its gate. Once for each gate. */
  synchronized Verdict met(SizeGate gate) {
    lastLarge = clock.instant();
    long weight = gate.weightMet();
    if (gate.largest() < allowed && weight <= allowed) {
      long next = Math.max(weight, gate.largest() * STEP);
      largest = Math.min(allowed, Math.max(next, largest));
      return new Verdict(ONE_BY_ONE, Duration.ZERO);
    } else if (!refused) {
      // What was fetched with it may come again: first that is done, one by one.
      largest = allowed;
      refused = true;
      readSince = 0;
      return new Verdict(ONE_BY_ONE, Duration.ZERO);
    }
    Duration wait = nextTry;
    nextTry = shorter(wait.multipliedBy(4), LAST_TRY);
    largest = allowed;
    refused = true;
    readSince = 0;
    String size = weight == 0 ? "" : " (it needs " + mib(weight) + " of memory)";
    return new Verdict(
        "a message is too large to be read"
            + size
            + ": more than "
            + mib(allowed)
            + ", where text and other bodies than bytes count twice; it stays on the queue and the"
            + " line waits. Raise max-message-size of the connection (a quarter of the heap is the"
            + " most: -Xmx in PONTOON_JAVA_OPTS) or take the message off the queue, and start the"
            + " bridge again; by itself it tries again after minutes, later hours",
        wait);
  }

  /** A message was read by a link that does not fetch ahead. */
  synchronized void read(long size) {
    readSince++;
    if (size > ahead) {
      lastLarge = clock.instant();
    }
    if (size > ahead || readSince > PASSED) {
      refused = false;
      nextTry = FIRST_TRY;
    }
  }

  /** Whether the link fetches one at a time and needs not any more; true once. */
  synchronized boolean calm(SizeGate gate) {
    Instant now = clock.instant();
    if (gate.ahead() || lastLarge.plus(care).isAfter(now) || since.plus(FIRST_CARE).isAfter(now)) {
      return false;
    }
    care = shorter(care.multipliedBy(2), LONGEST_CARE);
    largest = 0;
    refused = false;
    nextTry = FIRST_TRY;
    return true;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static String mib(long bytes) {
    long unit = 1 << 20;
    return bytes < unit ? bytes / 1024 + " KiB" : (bytes + unit / 2) / unit + " MiB";
  }
}
