package dev.pontoon.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.delivery.RecordSink;
import dev.pontoon.delivery.SinkFailure;
import dev.pontoon.delivery.SinkFailure.Kind;
import dev.pontoon.message.OutboundRecord;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Producers that fail, by hand: each confirmation is told once, and the next producer comes. */
@Timeout(20)
class KafkaSinkTest {
  private final AtomicLong clock = new AtomicLong();
  private final List<Fake> made = new ArrayList<>();
  private @Nullable Supplier<RuntimeException> refused;
  private @Nullable Supplier<RuntimeException> nextThrows;
  private final KafkaSink sink = new KafkaSink(this::make, clock::get);

  /** A producer that answers when the test says so, on another thread as Kafka's does. */
  private final class Fake {
    private final List<String> taken = new ArrayList<>();
    private final List<Callback> callbacks = new ArrayList<>();
    private boolean closed;
    private boolean takesBeforeItThrows;
    private @Nullable Supplier<? extends Throwable> throwing;

    @SuppressWarnings("unchecked")
    private Producer<byte[], byte[]> producer() {
      return (Producer<byte[], byte[]>)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {Producer.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("close")) {
                  closed = true;
                } else if (method.getName().equals("send")) {
                  send((ProducerRecord<byte[], byte[]>) arguments[0], (Callback) arguments[1]);
                }
                return null;
              });
    }

    private void send(ProducerRecord<byte[], byte[]> record, Callback callback) throws Throwable {
      if (throwing == null || takesBeforeItThrows) {
        taken.add(new String(record.value(), StandardCharsets.UTF_8));
        callbacks.add(callback);
      }
      if (throwing != null) {
        throw throwing.get();
      }
    }

    void tell(int index, @Nullable Exception failure) throws Exception {
      Thread thread = new Thread(() -> callbacks.get(index).onCompletion(null, failure));
      thread.start();
      thread.join();
    }
  }

  private FirstAlone make() {
    if (refused != null) {
      throw refused.get();
    }
    Fake fake = new Fake();
    fake.throwing = nextThrows;
    made.add(fake);
    return new FirstAlone(fake.producer(), Duration.ofMillis(50), false, clock::get);
  }

  /** What became of one record. */
  private static final class Told implements RecordSink.Confirmation {
    private final List<String> all = new ArrayList<>();
    private @Nullable SinkFailure failure;

    @Override
    public void confirmed() {
      all.add("confirmed");
    }

    @Override
    public void failed(SinkFailure told) {
      failure = told;
      all.add(told.kind().name());
    }
  }

  private Told send(String text) {
    Told told = new Told();
    byte[] value = text.getBytes(StandardCharsets.UTF_8);
    sink.send(new OutboundRecord("orders.v1", null, value, 0, List.of()), told);
    return told;
  }

  private void pause() {
    clock.addAndGet(Duration.ofSeconds(2).toNanos());
  }

  @Test
  void itIsThereBeforeKafkaIs() {
    refused = KafkaSinkTest::unresolved;
    assertThat(send("a").all).containsExactly("NOT_SENT");
    Told told = send("b");
    assertThat(told.all).containsExactly("NOT_SENT");
    assertThat(told.failure.message()).contains("No resolvable bootstrap urls");
    refused = null;
    assertThat(send("c").all).as("not asked for all the time").containsExactly("NOT_SENT");
    pause();
    assertThat(send("d").all).isEmpty();
    assertThat(made).hasSize(1);
  }

  @Test
  void aProducerThatCanNotBeMadeAgainIsMadeLater() throws Exception {
    Told first = send("a");
    Told second = send("b");
    refused = KafkaSinkTest::unresolved;
    made.get(0).tell(0, new OutOfOrderSequenceException("x"));
    made.get(0).tell(1, new KafkaException("Producer is closed forcefully."));
    assertThat(first.all).containsExactly("UNKNOWN");
    assertThat(second.all).containsExactly("UNKNOWN");
    assertThat(made.get(0).closed).isTrue();
    pause();
    assertThat(send("c").all).containsExactly("NOT_SENT");
    refused = null;
    pause();
    Told third = send("d");
    made.get(1).tell(0, null);
    assertThat(third.all).containsExactly("confirmed");
  }

  @Test
  void anErrorOfTheMakingIsSurvived() {
    refused =
        () -> {
          throw new OutOfMemoryError("unable to create native thread");
        };
    Told told = send("a");
    assertThat(told.all).containsExactly("NOT_SENT");
    assertThat(told.failure.message()).contains("unable to create native thread");
    refused = null;
    pause();
    assertThat(send("b").all).isEmpty();
  }

  /** Otherwise b would stand in front of a, which its source delivers again. */
  @Test
  void nothingOvertakesWhatTheBrokenProducerHasNotToldAbout() throws Exception {
    Told other = send("other");
    Told a = send("a");
    pause();
    made.get(0).tell(0, new OutOfOrderSequenceException("of another route"));
    assertThat(other.all).containsExactly("UNKNOWN");
    assertThat(send("b").all).containsExactly("NOT_SENT");
    assertThat(made).hasSize(1);
    made.get(0).tell(1, new KafkaException("Producer is closed forcefully."));
    assertThat(a.all).containsExactly("UNKNOWN");
    assertThat(send("b").all).isEmpty();
    assertThat(made.get(1).taken).containsExactly("b");
  }

  @Test
  void anyFatalStateIsLeft() throws Exception {
    Told first = send("a");
    made.get(0).tell(0, new InvalidPidMappingException("x"));
    assertThat(first.all).containsExactly("UNKNOWN");
    pause();
    send("b");
    assertThat(made).hasSize(2);
    // As kafka-clients does it in a fatal state: into a batch, thrown, and called back later.
    made.get(1).takesBeforeItThrows = true;
    made.get(1).throwing =
        () ->
            new KafkaException(
                "Cannot execute transactional method because we are in an error state");
    Told twice = send("c");
    assertThat(twice.all).containsExactly("NOT_SENT");
    made.get(1).tell(1, new InvalidPidMappingException("x"));
    assertThat(twice.all).as("told once").containsExactly("NOT_SENT");
    made.get(1).tell(0, new InvalidPidMappingException("x"));
    pause();
    assertThat(send("d").all).isEmpty();
    assertThat(made.get(2).taken).containsExactly("d");
  }

  @Test
  void aProducerWhoseFirstLoginFailedIsReplaced() throws Exception {
    nextThrows = () -> new SaslAuthenticationException("Invalid username or password");
    Told told = send("a");
    assertThat(told.all).containsExactly("NOT_SENT");
    assertThat(told.failure.message()).contains("Invalid username or password");
    nextThrows = null;
    pause();
    Told b = send("b");
    assertThat(made).hasSize(2);
    made.get(1).tell(0, null);
    assertThat(b.all).containsExactly("confirmed");
    made.get(1).throwing = () -> new SaslAuthenticationException("changed");
    assertThat(send("c").all).containsExactly("NOT_SENT");
    made.get(1).throwing = null;
    assertThat(send("c").all).as("one that has an id recovers by itself").isEmpty();
    assertThat(made).hasSize(2);
  }

  @Test
  void whatOnlyTakesLongReplacesNothing() {
    send("a");
    made.get(0).throwing = () -> new TimeoutException("not in metadata");
    assertThat(send("b").all).containsExactly("NOT_SENT");
    made.get(0).throwing = null;
    pause();
    assertThat(send("c").all).isEmpty();
    assertThat(made).hasSize(1);
  }

  @Test
  void anErrorOfTheClientIsToldAndNotThrown() {
    send("a");
    made.get(0).throwing = () -> new NoClassDefFoundError("zstd");
    Told told = send("b");
    assertThat(told.all).containsExactly(Kind.UNKNOWN.name());
    assertThat(told.failure.message()).contains("zstd");
  }

  @Test
  void afterTheEndNothingIsMade() {
    sink.close();
    assertThat(send("a").all).containsExactly("UNKNOWN");
    assertThat(made).isEmpty();
  }

  private static KafkaException unresolved() {
    return new KafkaException(
        "Failed to construct kafka producer",
        new IllegalArgumentException("No resolvable bootstrap urls given in bootstrap.servers"));
  }
}
