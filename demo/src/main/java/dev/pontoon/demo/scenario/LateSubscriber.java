package dev.pontoon.demo.scenario;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.util.List;

/** An exchange forgets what it has handed on; a topic keeps it. */
final class LateSubscriber implements Scenario {
  @Override
  public String name() {
    return "late";
  }

  @Override
  public Comparison play(LegacySide legacy, KafkaSide kafka) throws Exception {
    List<String> published = legacy.publish(MESSAGES);
    List<String> fromQueue;
    try (Connection late = legacy.connect();
        Channel channel = late.createChannel()) {
      fromQueue = LegacySide.takeAll(channel, legacy.subscribe());
    }
    List<String> fromTopic;
    try (KafkaSide.Reader late = kafka.join("late-subscriber")) {
      fromTopic = late.read(MESSAGES);
    }
    return new Comparison(
        "A subscriber joins after " + MESSAGES + " messages were published",
        "gets " + fromQueue.size(),
        "gets " + fromTopic.size(),
        new Expectations()
            .equal("messages for the late subscriber of the exchange", 0, fromQueue.size())
            .equal("messages for the late consumer group", MESSAGES, fromTopic.size())
            .equal("the topic has what was published, in order", true, published.equals(fromTopic))
            .wrong());
  }
}
