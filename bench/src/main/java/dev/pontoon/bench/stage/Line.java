package dev.pontoon.bench.stage;

/**
 * One queue and where its messages are to arrive.
 *
 * @param name of the queue and of the topic
 */
public record Line(String name) {

  /** The queue that they arrive in where no Kafka is part of the race. */
  public String moved() {
    return name + "-moved";
  }
}
