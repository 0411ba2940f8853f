package dev.pontoon.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.message.Body;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TreeRoomTest {
  private static final KeyFinding FOUND = KeyFinding.of("k");

  private final TreeRoom room = new TreeRoom(10 << 20);

  private static Body body(String text) {
    return new Body.Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private KeyFinding find(Body body) {
    return room.within(body, "<=", () -> FOUND);
  }

  @Test
  void aBodyOfManyNodesIsNotLookedInto() {
    KeyFinding found = find(body("<a/>".repeat(60_000)));

    assertThat(found).isInstanceOf(KeyFinding.Unreadable.class);
    assertThat(((KeyFinding.Unreadable) found).problem())
        .isEqualTo(
            "the body would take about 13 MiB of memory to look into it, and 10 MiB are there:"
                + " raise the heap (-Xmx in PONTOON_JAVA_OPTS) or take the key from a header");
    assertThat(((KeyFinding.Unreadable) found).format()).isFalse();
    assertThat(find(new Body.Text("<a/>".repeat(60_000)))).isEqualTo(found);
  }

  @Test
  void aLargeBodyOfFewNodesIs() {
    assertThat(find(body("<a>" + "x".repeat(3 << 20) + "</a>"))).isSameAs(FOUND);
    assertThat(find(body("<a/>".repeat(1_000)))).isSameAs(FOUND);
    assertThat(find(new Body.Text(null))).isSameAs(FOUND);
  }

  @Test
  void heavyOnesTakeTurnsAndLightOnesDoNotWait() throws Exception {
    Body heavy = body("<a/>".repeat(30_000));
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch in = new CountDownLatch(1);
    CompletableFuture<KeyFinding> first =
        CompletableFuture.supplyAsync(
            () ->
                room.within(
                    heavy,
                    "<=",
                    () -> {
                      in.countDown();
                      await().until(() -> go.getCount() == 0);
                      return FOUND;
                    }));
    assertThat(in.await(5, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<KeyFinding> second = new CompletableFuture<>();
    Thread waiting = new Thread(() -> second.complete(find(heavy)));
    waiting.start();
    await().until(() -> waiting.getState() == Thread.State.WAITING);
    assertThat(find(body("<a/>"))).isSameAs(FOUND);
    assertThat(second).isNotDone();

    go.countDown();

    assertThat(first.get(5, TimeUnit.SECONDS)).isSameAs(FOUND);
    assertThat(second.get(5, TimeUnit.SECONDS)).isSameAs(FOUND);
  }
}
