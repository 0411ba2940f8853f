package dev.pontoon.source.rabbitmq;

import dev.pontoon.config.From;
import dev.pontoon.config.StreamStart;
import dev.pontoon.delivery.Acknowledger;
import dev.pontoon.delivery.Lane;
import dev.pontoon.delivery.Position;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Property;
import dev.pontoon.source.Attachment;
import dev.pontoon.source.Causes;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Reads the streams of a route from where its lane stands. What lies before that is never delivered
 * to the lane; what should lie behind it and is gone is said.
 */
final class StreamAttachment implements Attachment, StreamLink.Receiver {
  private final StreamConsumer consumer;
  private final From.RabbitStream from;
  private final AtomicReference<@Nullable String> ended = new AtomicReference<>();
  private final Object order = new Object();

  /** By stream: the offset behind the last message. */
  private final Map<String, Long> next = new ConcurrentHashMap<>();

  private volatile @Nullable StreamLink link;
  private volatile Lane.@Nullable Session session;

  StreamAttachment(StreamConsumer consumer, From.RabbitStream from) {
    this.consumer = consumer;
    this.from = from;
  }

  /** Before {@link #start}. */
  void over(StreamLink connected) {
    link = connected;
  }

  private StreamLink link() {
    StreamLink connected = link;
    if (connected == null) {
      throw new IllegalStateException("not connected");
    }
    return connected;
  }

  @Override
  public Acknowledger acknowledger() {
    return sequence -> {
      String why = ended.get();
      if (why != null) {
        throw new IOException("connection ended: " + why);
      }
      link().acknowledge(sequence);
    };
  }

  @Override
  public Lane.AckMode mode() {
    return Lane.AckMode.ASYNC;
  }

  @Override
  public void start(Lane.Session opened) {
    session = opened;
    consumer.later(() -> read(opened));
    String why = ended.get();
    if (why != null) {
      consumer.lost(this, why);
    }
  }

  private void read(Lane.Session opened) {
    try {
      for (String stream : link().streams()) {
        Position position = opened.positions().get(stream);
        StreamStart start = position == null ? from.start() : behind(position);
        if (start == null || ended.get() != null) {
          return;
        }
        link().read(stream, start);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ended("interrupted");
    } catch (Exception e) {
      ended(Causes.of(e));
    }
  }

  /** Where to go on; null where the route does not go on. */
  private @Nullable StreamStart behind(Position position) throws Exception {
    String stream = position.stream();
    StreamStart there = new StreamStart(StreamStart.Kind.OFFSET, position.offset());
    LegacyMessage message = link().first(stream, there);
    Position found = message == null ? null : Position.of(message);
    if (position.equals(found)) {
      return at(stream, position.offset() + 1);
    } else if (found == null || found.offset() <= position.offset()) {
      return goesOn(StreamGap.replaced(position)) ? StreamStart.FIRST : null;
    }
    long missing = found.offset() - position.offset() - 1;
    boolean on = missing == 0 || goesOn(StreamGap.trimmed(stream, found.offset(), missing));
    return on ? at(stream, found.offset()) : null;
  }

  private StreamStart at(String stream, long offset) {
    next.put(stream, offset);
    return new StreamStart(StreamStart.Kind.OFFSET, offset);
  }

  /** Says what is missing; ends where the route stops at that. */
  private boolean goesOn(StreamGap gap) {
    consumer.missing(gap);
    if (from.onGap() == From.OnGap.CONTINUE) {
      return true;
    }
    if (ended.compareAndSet(null, gap.sentence())) {
      consumer.stopped(this, gap);
    }
    return false;
  }

  @Override
  public void message(LegacyMessage message) throws InterruptedException {
    String partition = message.text(Property.STREAM);
    String stream = partition == null ? from.stream() : partition;
    synchronized (order) {
      Lane.Session open = session;
      if (open == null
          || ended.get() != null
          || !(message.property(Property.STREAM_OFFSET) instanceof Long offset)
          || !follows(stream, offset)) {
        return;
      }
      next.put(stream, offset + 1);
      consumer.deliver(open, message);
    }
  }

  /**
   * Offsets leave places out where the broker keeps notes of its own in the stream; and where its
   * retention was faster than this reader.
   */
  private boolean follows(String stream, long offset) throws InterruptedException {
    Long expected = next.get(stream);
    if (expected == null || offset == expected || !from.filter().isEmpty()) {
      return expected == null || offset >= expected;
    } else if (offset < expected) {
      return false;
    }
    try {
      LegacyMessage oldest = link().first(stream, StreamStart.FIRST);
      return oldest != null
              && oldest.property(Property.STREAM_OFFSET) instanceof Long first
              && first <= expected
          || goesOn(StreamGap.trimmed(stream, offset, offset - expected));
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      ended("could not look whether messages are missing: " + Causes.of(e));
      return false;
    }
  }

  @Override
  public void ended(String why) {
    if (ended.compareAndSet(null, why)) {
      Lane.Session open = session;
      if (open != null) {
        open.close();
      }
      consumer.lost(this, why);
    }
  }

  @Override
  public void detach() {
    ended.compareAndSet(null, "detached");
    link().close();
  }
}
