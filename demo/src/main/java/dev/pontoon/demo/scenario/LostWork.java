package dev.pontoon.demo.scenario;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.util.List;

/** What was acknowledged is gone from a queue, whatever became of it; a topic is read again. */
final class LostWork implements Scenario {
  @Override
  public String name() {
    return "lost-work";
  }

  @Override
  public Comparison play(LegacySide legacy, KafkaSide kafka) throws Exception {
    String queue = legacy.subscribe();
    List<String> published = legacy.publish(MESSAGES);
    List<String> first;
    List<String> again;
    // The second client is connected throughout: without any, the queue would go away.
    try (Connection survivor = legacy.connect();
        Channel channel = survivor.createChannel()) {
      first = crash(legacy.connect(), queue);
      again = LegacySide.takeAll(channel, queue);
    }
    List<String> firstRead = crash(kafka);
    List<String> replayed;
    try (KafkaSide.Reader restarted = kafka.join("billing")) {
      restarted.rewind();
      replayed = restarted.read(MESSAGES);
    }
    return new Comparison(
        "A consumer takes " + first.size() + ", crashes and loses its work",
        again.size() + " left to read again",
        replayed.size() + " read again",
        new Expectations()
            .equal("messages that the consumer of the queue took", published, first)
            .equal("messages left in the queue after the crash", 0, again.size())
            .equal("messages that the consumer of the topic read", published, firstRead)
            .equal("messages read again after the offset was reset", published, replayed)
            .wrong());
  }

  /** Takes all, tells the broker so, and forgets them. */
  private static List<String> crash(Connection client, String queue) throws Exception {
    Channel channel = client.createChannel();
    List<String> taken = LegacySide.takeAll(channel, queue);
    // An answer means that the broker has seen the acknowledgements before it.
    channel.queueDeclarePassive(queue);
    client.abort();
    return taken;
  }

  private static List<String> crash(KafkaSide kafka) {
    try (KafkaSide.Reader reader = kafka.join("billing")) {
      List<String> taken = reader.read(MESSAGES);
      reader.commit();
      return taken;
    }
  }
}
