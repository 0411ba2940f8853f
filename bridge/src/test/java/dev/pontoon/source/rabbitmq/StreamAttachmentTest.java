package dev.pontoon.source.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.config.From;
import dev.pontoon.config.StreamStart;
import dev.pontoon.delivery.Lane;
import dev.pontoon.delivery.Position;
import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Origin;
import dev.pontoon.message.Property;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where a route begins and goes on in streams, whatever the broker shows and when. */
class StreamAttachmentTest {
  private static final Origin ORIGIN = new Origin("r", "rabbitmq", "mq", "s", false);

  private final Link link = new Link();
  private final Owner owner = new Owner();
  private final StreamBeginnings beginnings = new StreamBeginnings();
  private StreamStart start = new StreamStart(StreamStart.Kind.NEXT, 0);
  private Map<String, Position> kept = Map.of();

  private static LegacyMessage message(long offset, String body) {
    Map<Property, Object> properties = new EnumMap<>(Property.class);
    properties.put(Property.STREAM, "s");
    properties.put(Property.STREAM_OFFSET, offset);
    Body bytes = new Body.Bytes(body.getBytes(StandardCharsets.UTF_8));
    return new LegacyMessage(ORIGIN, properties, Map.of(), bytes, false);
  }

  private static LegacyMessage message(long offset) {
    return message(offset, "v" + offset);
  }

  private StreamAttachment connect() {
    From.RabbitStream from = new From.RabbitStream("mq", "s", start, List.of(), From.OnGap.STOP);
    StreamAttachment attachment = new StreamAttachment(owner, from, beginnings);
    attachment.over(link);
    attachment.start(new Session());
    return attachment;
  }

  /** Of each stream the messages from one offset on; the last chunk begins at `chunk`. */
  private static final class Link implements StreamLink {
    final List<String> reads = new ArrayList<>();
    List<String> streams = List.of("s");
    List<LegacyMessage> messages = new ArrayList<>();
    long chunk;
    int silent;

    void holds(long first, long end) {
      messages = new ArrayList<>();
      for (long offset = first; offset < end; offset++) {
        messages.add(message(offset));
      }
    }

    @Override
    public List<String> streams() {
      return streams;
    }

    @Override
    public @Nullable LegacyMessage first(String stream, StreamStart at) {
      if (silent > 0) {
        silent--;
        return null;
      }
      long from =
          switch (at.kind()) {
            case OFFSET -> at.value();
            case LAST -> chunk;
            default -> 0;
          };
      return messages.stream()
          .filter(m -> m.property(Property.STREAM_OFFSET) instanceof Long o && o >= from)
          .findFirst()
          .orElse(null);
    }

    @Override
    public void read(String stream, StreamStart from) {
      reads.add(stream + " " + from.text());
    }

    @Override
    public void acknowledge(long sequence) {}

    @Override
    public void close() {}
  }

  private static final class Owner implements StreamAttachment.Owner {
    final List<Object> delivered = new ArrayList<>();
    final List<String> lost = new ArrayList<>();
    final List<String> gaps = new ArrayList<>();

    @Override
    public void later(Runnable task) {
      task.run();
    }

    @Override
    public void deliver(Lane.Session session, LegacyMessage message) {
      delivered.add(message.property(Property.STREAM_OFFSET));
    }

    @Override
    public void connectionLost(StreamAttachment attachment, String why) {
      lost.add(why);
    }

    @Override
    public void missing(StreamGap gap) {
      gaps.add(gap.sentence());
    }

    @Override
    public void stopped(StreamAttachment attachment, StreamGap gap) {}
  }

  private final class Session implements Lane.Session {
    @Override
    public Map<String, Position> positions() {
      return kept;
    }

    @Override
    public void expect(int bytes) {}

    @Override
    public boolean take(LegacyMessage message, Lane.Router router) {
      return true;
    }

    @Override
    public long takenBytes() {
      return 0;
    }

    @Override
    public boolean settle() {
      return true;
    }

    @Override
    public void close() {}

    @Override
    public boolean drain(Duration timeout) {
      return true;
    }

    @Override
    public void onFailure(Runnable restart) {}
  }

  private void keptAt(LegacyMessage message) {
    kept = Map.of("s", Objects.requireNonNull(Position.of(message)));
  }

  @Test
  void nextStaysWhereItWasWhenTheConnectionIsLostBeforeTheFirstMessage() {
    link.holds(0, 10);
    link.chunk = 9;
    connect().ended("by the test");
    assertThat(link.reads).containsExactly("s next");
    link.holds(0, 20);
    link.chunk = 19;
    connect();
    assertThat(link.reads).containsExactly("s next", "s offset 9");
  }

  @Test
  void nextOfAnEmptyStreamIsItsFirst() {
    connect().ended("by the test");
    link.holds(0, 20);
    link.chunk = 19;
    connect();
    assertThat(link.reads).containsExactly("s first", "s first");
  }

  @Test
  void whatWasDeliveredAndIsNotSafeIsDeliveredAgain() throws Exception {
    link.holds(0, 10);
    link.chunk = 9;
    StreamAttachment first = connect();
    link.holds(0, 20);
    link.chunk = 19;
    first.message(message(10));
    first.ended("by the test");
    connect().message(message(10));
    assertThat(link.reads).containsExactly("s next", "s offset 10");
    assertThat(owner.delivered).containsExactly(10L, 10L);
  }

  @Test
  void lastIsTheSameMessageAtEachConnect() {
    start = new StreamStart(StreamStart.Kind.LAST, 0);
    link.holds(0, 10);
    link.chunk = 7;
    connect().ended("by the test");
    link.holds(0, 20);
    link.chunk = 19;
    connect();
    assertThat(link.reads).containsExactly("s offset 7", "s offset 7");
  }

  @Test
  void aPartitionThatWasAddedIsReadFromItsFirst() {
    link.holds(0, 10);
    link.chunk = 9;
    connect().ended("the super stream s has other partitions now");
    link.streams = List.of("s", "t");
    connect();
    assertThat(link.reads).containsExactly("s next", "s offset 9", "t first");
  }

  @Test
  void aBrokerThatIsSlowIsNoGap() {
    keptAt(message(5));
    link.holds(0, 10);
    link.chunk = 9;
    link.silent = 1;
    connect();
    link.silent = 2;
    connect();
    assertThat(owner.gaps).isEmpty();
    assertThat(link.reads).isEmpty();
    assertThat(owner.lost)
        .isNotEmpty()
        .allMatch(why -> why.contains("does not show the message at offset 5"));
    connect();
    assertThat(link.reads).containsExactly("s offset 6");
  }

  @Test
  void aSlowAnswerInTheLastChunkIsNoGap() {
    keptAt(message(5));
    link.holds(0, 10);
    link.chunk = 3;
    link.silent = 1;
    connect();
    assertThat(owner.gaps).isEmpty();
    assertThat(link.reads).containsExactly("s offset 6");
  }

  @Test
  void aStreamThatEndsBeforeThePositionOrHoldsAnotherMessageIsAGap() {
    keptAt(message(50));
    link.holds(0, 10);
    connect();
    assertThat(owner.gaps).singleElement().asString().contains("made again");
    keptAt(message(5, "another"));
    connect();
    assertThat(owner.gaps).hasSize(2);
    assertThat(link.reads).isEmpty();
  }

  @Test
  void aBrokerThatDoesNotShowTheOldestIsNoGap() throws Exception {
    keptAt(message(5));
    link.holds(0, 10);
    link.chunk = 9;
    StreamAttachment attachment = connect();
    link.silent = 1;
    attachment.message(message(9));
    assertThat(owner.gaps).isEmpty();
    assertThat(owner.delivered).isEmpty();
    assertThat(owner.lost).singleElement().asString().contains("oldest message");
  }
}
