package dev.pontoon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.GetResponse;
import dev.pontoon.rig.OsProcess;
import dev.pontoon.rig.fault.Seed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A redrive that is killed three times in the middle. 10,000 dead letters with {@code -Pfaults}, or
 * as many as {@code -Dpontoon.test.redrive=} says.
 */
class RedriveKilledIT {
  private static final int COUNT =
      Integer.getInteger(
          "pontoon.test.redrive", Boolean.getBoolean("pontoon.faults.long") ? 10_000 : 2_000);
  private static final int KILLS = 3;
  private static final int LARGEST_BATCH = 500;
  private static final Pattern DOUBTFUL =
      Pattern.compile("(\\d+) dead letters were on their way to the queue");
  private static RabbitSite site;

  @TempDir Path folder;

  @BeforeAll
  static void brokers() {
    site = RabbitSite.started();
  }

  @AfterAll
  static void end() {
    site.close();
  }

  private Redriving redriving(String id) throws Exception {
    site.queue(id);
    site.kafka().createTopic(id + ".v1", 3);
    site.kafka().createTopic(id + ".v1.dead", 2);
    String route =
        """
        id: %1$s
        from: { rabbitmq: { queue: %1$s } }
        to: { topic: %1$s.v1 }
        key: header:orderId
        """
            .formatted(id);
    return new Redriving(folder, site.kafka().bootstrap(), site.config(), route);
  }

  private static void kill(
      Redriving redriving, Random random, LongSupplier arrived, String... redrive) {
    for (int kill = 1; kill <= KILLS; kill++) {
      long until = arrived.getAsLong() + 1 + random.nextInt(COUNT / 5);
      try (OsProcess process = redriving.start(redrive)) {
        await()
            .atMost(Duration.ofSeconds(60))
            .pollInterval(Duration.ofMillis(5 + random.nextInt(50)))
            .until(() -> arrived.getAsLong() >= until);
        assertThat(process.isAlive()).as("still at work at kill " + kill).isTrue();
        process.kill9();
      }
    }
  }

  @Test
  void throughTheRouteEachArrivesOnce() throws Exception {
    Random random = new Random(Seed.printed("throughTheRouteEachArrivesOnce"));
    int hopeless = COUNT / 20;
    Redriving redriving = redriving("killed");
    redriving.write(COUNT, 20);
    kill(
        redriving,
        random,
        () -> redriving.committedSoFar("killed.v1", 3).size(),
        "redrive",
        "--route",
        "killed",
        "--rate",
        COUNT / 5 + "/s");

    Redriving.Run last = redriving.run("redrive", "--route", "killed");

    System.out.println(last.last());
    Map<String, Integer> ids = Redriving.byId(redriving.committed("killed.v1", 3));
    assertThat(ids).hasSize(COUNT - hopeless);
    assertThat(ids.values()).allMatch(times -> times == 1);
    refusedOnceForEachCount(redriving, hopeless);
    System.out.printf(
        Locale.ROOT,
        "redrive --to route: dead letters %d, kills %d, arrived %d, refused again %d, lost 0,"
            + " twice 0%n",
        COUNT,
        KILLS,
        ids.size(),
        hopeless);
  }

  /** Dead letters of killed runs were tried once more: one chain of counts for each, no gaps. */
  private static void refusedOnceForEachCount(Redriving redriving, int expected) {
    List<ConsumerRecord<byte[], byte[]>> again =
        redriving.committed("killed.v1.dead", 2).stream()
            .filter(record -> !Redriving.header(record, "pontoon.error.count").equals("1"))
            .toList();
    Map<String, Integer> chains = new HashMap<>();
    again.forEach(
        record ->
            chains.merge(
                Redriving.header(record, "pontoon.id")
                    + " "
                    + Redriving.header(record, "pontoon.error.count"),
                1,
                Integer::sum));
    assertThat(chains.values()).allMatch(times -> times == 1);
    assertThat(Redriving.byId(again)).hasSize(expected);
  }

  /** What was on its way at a kill may come twice: it is said, and it is the same message. */
  @Test
  void backToTheQueueNoneIsLostAndWhatComesTwiceWasSaid() throws Exception {
    Random random = new Random(Seed.printed("backToTheQueueNoneIsLostAndWhatComesTwiceWasSaid"));
    Redriving redriving = redriving("back");
    redriving.write(COUNT, COUNT);
    kill(
        redriving,
        random,
        () -> site.depth("back"),
        "redrive",
        "--route",
        "back",
        "--to",
        "queue",
        "--rate",
        COUNT / 5 + "/s");

    Redriving.Run last = redriving.run("redrive", "--route", "back", "--to", "queue");

    System.out.println(last.last());
    assertThat(last.code()).isZero();
    Map<String, Integer> arrived = arrived("back");
    long said =
        DOUBTFUL
            .matcher(redriving.log() + last.text())
            .results()
            .mapToLong(found -> Long.parseLong(found.group(1)))
            .sum();
    long twice = arrived.values().stream().mapToLong(times -> times - 1).sum();
    assertThat(arrived).hasSize(COUNT);
    assertThat(twice).isLessThanOrEqualTo(said);
    assertThat(said).isLessThanOrEqualTo(KILLS * LARGEST_BATCH);
    assertThat(redriving.run("redrive", "--route", "back", "--to", "queue").last())
        .contains("sent 0,", "skipped " + COUNT);
    System.out.printf(
        Locale.ROOT,
        "redrive --to queue: dead letters %d, kills %d, lost 0, in doubt %d, of them twice %d%n",
        COUNT,
        KILLS,
        said,
        twice);
  }

  /** Whole messages, by id and the header that a redrive adds: equal ones are one. */
  private static Map<String, Integer> arrived(String queue) {
    return site.rabbit(
        channel -> {
          Map<String, Integer> arrived = new HashMap<>();
          GetResponse message = channel.basicGet(queue, true);
          while (message != null) {
            String what =
                message.getProps().getMessageId()
                    + message.getProps().getHeaders().get("pontoon_redrive")
                    + new String(message.getBody(), StandardCharsets.UTF_8);
            arrived.merge(what, 1, Integer::sum);
            message = channel.basicGet(queue, true);
          }
          return arrived;
        });
  }
}
