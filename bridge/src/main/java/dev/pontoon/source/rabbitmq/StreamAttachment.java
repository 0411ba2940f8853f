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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Reads the streams of a route from where its lane stands. What lies before that is never delivered
 * to the lane; what should lie behind it and is gone is said.
 */
final class StreamAttachment implements Attachment, StreamLink.Receiver {
  private static final StreamStart LAST = new StreamStart(StreamStart.Kind.LAST, 0);

  private final Owner owner;
  private final From.RabbitStream from;
  private final StreamBeginnings beginnings;
  private final AtomicReference<@Nullable String> ended = new AtomicReference<>();
  private final Object order = new Object();

  /** By stream: the offset behind the last message. */
  private final Map<String, Long> next = new ConcurrentHashMap<>();

  private volatile @Nullable StreamLink link;
  private volatile Lane.@Nullable Session session;

  /** Whose streams these are. */
  interface Owner {
    /** Runs it on a thread that may block. */
    void later(Runnable task);

    void deliver(Lane.Session session, LegacyMessage message) throws InterruptedException;

    void connectionLost(StreamAttachment attachment, String why);

    /** Counts and says it once, however often it is found. */
    void missing(StreamGap gap);

    /** The route does not go on behind a gap. */
    void stopped(StreamAttachment attachment, StreamGap gap);
  }

  /**
   * @param beginnings of this route, for as long as the process runs
   */
  StreamAttachment(Owner owner, From.RabbitStream from, StreamBeginnings beginnings) {
    this.owner = owner;
    this.from = from;
    this.beginnings = beginnings;
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
    owner.later(() -> read(opened));
    String why = ended.get();
    if (why != null) {
      owner.connectionLost(this, why);
    }
  }

  private void read(Lane.Session opened) {
    try {
      List<String> streams = link().streams();
      beginnings.read(streams);
      for (String stream : streams) {
        Position position = opened.positions().get(stream);
        StreamStart start =
            position == null ? begin(stream) : goOn(position, position.offset() + 1);
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

  /** Where to read a stream of which nothing is known to be safe. */
  private @Nullable StreamStart begin(String stream) throws Exception {
    Position first = beginnings.first(stream);
    if (first != null) {
      return goOn(first, first.offset());
    } else if (beginnings.wasEmpty(stream)) {
      return StreamStart.FIRST;
    }
    return switch (from.start().kind()) {
      case LAST, NEXT -> fromItsEnd(stream);
      case FIRST, OFFSET, TIMESTAMP -> from.start();
    };
  }

  /** Remembers what is there now: a later connection finds another end. */
  private StreamStart fromItsEnd(String stream) throws Exception {
    Position last = look(stream, LAST);
    if (last == null) {
      if (look(stream, StreamStart.FIRST) != null) {
        throw new IOException("the broker does not show the last message of the stream " + stream);
      }
      beginnings.atEmpty(stream);
      return StreamStart.FIRST;
    }
    beginnings.at(last);
    return from.start().kind() == StreamStart.Kind.LAST ? at(stream, last.offset()) : from.start();
  }

  private @Nullable Position look(String stream, StreamStart at) throws Exception {
    LegacyMessage message = link().first(stream, at);
    return message == null ? null : Position.of(message);
  }

  /**
   * Makes sure that it is still the same stream.
   *
   * @param known of a message that was read or seen
   * @param wanted where to read on: this message or the one behind it
   * @return null where the route does not go on
   */
  private @Nullable StreamStart goOn(Position known, long wanted) throws Exception {
    String stream = known.stream();
    Position found = atOrBehind(known);
    if (known.equals(found)) {
      return at(stream, wanted);
    } else if (found == null || found.offset() <= known.offset()) {
      return goesOn(StreamGap.replaced(known)) ? StreamStart.FIRST : null;
    }
    long missing = found.offset() - wanted;
    boolean on = missing == 0 || goesOn(StreamGap.trimmed(stream, found.offset(), missing));
    return on ? at(stream, found.offset()) : null;
  }

  /** The first message there; null only where the stream ends before it. */
  private @Nullable Position atOrBehind(Position known) throws Exception {
    String stream = known.stream();
    StreamStart there = new StreamStart(StreamStart.Kind.OFFSET, known.offset());
    Position found = look(stream, there);
    if (found != null) {
      return found;
    }
    // A slow broker shows nothing either.
    Position last = look(stream, LAST);
    if (last == null || last.offset() > known.offset()) {
      throw new IOException(
          "the broker does not show the message at offset "
              + known.offset()
              + " of the stream "
              + stream
              + ", up to which it was read; tried again");
    }
    // What is shown as last is the first one of the last chunk, so it may still be there.
    return look(stream, there);
  }

  private StreamStart at(String stream, long offset) {
    next.put(stream, offset);
    return new StreamStart(StreamStart.Kind.OFFSET, offset);
  }

  /** Says what is missing; ends where the route stops at that. */
  private boolean goesOn(StreamGap gap) {
    owner.missing(gap);
    if (from.onGap() == From.OnGap.CONTINUE) {
      return true;
    }
    if (ended.compareAndSet(null, gap.sentence())) {
      owner.stopped(this, gap);
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
      if (next.put(stream, offset + 1) == null) {
        remember(message);
      }
      owner.deliver(open, message);
    }
  }

  private void remember(LegacyMessage message) {
    Position first = Position.of(message);
    if (first != null) {
      beginnings.at(first);
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
      if (oldest == null || !(oldest.property(Property.STREAM_OFFSET) instanceof Long first)) {
        ended("the broker does not show the oldest message of the stream " + stream);
        return false;
      }
      return first <= expected || goesOn(StreamGap.trimmed(stream, offset, offset - expected));
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
      owner.connectionLost(this, why);
    }
  }

  @Override
  public void detach() {
    ended.compareAndSet(null, "detached");
    link().close();
  }
}
