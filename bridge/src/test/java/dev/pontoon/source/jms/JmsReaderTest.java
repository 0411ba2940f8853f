package dev.pontoon.source.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.delivery.Lane;
import dev.pontoon.message.Origin;
import dev.pontoon.source.LargeRoom;
import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class JmsReaderTest {
  private final AtomicInteger received = new AtomicInteger();
  private final LargeRoom room = new LargeRoom();
  private final Fetching fetching = new Fetching(1 << 20, room, Clock.systemUTC());

  private final JmsReader reader =
      new JmsReader(
          new JmsLink(
              stub(Connection.class), stub(Session.class), stub(MessageConsumer.class), null),
          new DamagedMessages(new Origin("r", "jms", "legacy", "q", true)),
          (session, message) -> true,
          10,
          fetching,
          careful(fetching),
          null);

  /** The gate of one that has met a large message. */
  private static SizeGate careful(Fetching fetching) {
    fetching.met(fetching.gate(64 << 10));
    return fetching.gate(64 << 10);
  }

  /** Zero, or nothing; counts what is received. */
  private <T> T stub(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              if (method.getName().equals("receive")) {
                received.incrementAndGet();
              }
              return method.getReturnType() == long.class ? 0L : null;
            }));
  }

  /** Those who have the room may wait for Kafka as long as that takes. */
  @Test
  void aReaderWithoutRoomEndsWhenItShallAndReadsWhenThereIsSome() throws Exception {
    Duration now = Duration.ZERO;
    LargeRoom.Place all = Objects.requireNonNull(room.enter(room.largest(), now));
    CountDownLatch over = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              reader.run(stub(Lane.Session.class), why -> {});
              over.countDown();
            });
    thread.start();
    await().until(() -> reader.lacksRoom(Duration.ofMillis(300)));
    assertThat(received).hasValue(0);
    all.close();
    await().until(() -> received.get() > 0 && !reader.lacksRoom(now));
    LargeRoom.Place again = room.enter(room.largest(), Duration.ofSeconds(20));
    assertThat(again).isNotNull();
    await().until(() -> reader.lacksRoom(Duration.ofMillis(300)));
    reader.finish();
    assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
  }
}
