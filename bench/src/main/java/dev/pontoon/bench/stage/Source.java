package dev.pontoon.bench.stage;

/** Where a workload's messages wait. */
public enum Source {
  RABBIT_CLASSIC("RabbitMQ, classic queue"),
  RABBIT_QUORUM("RabbitMQ, quorum queue"),
  ARTEMIS("ActiveMQ Artemis"),
  ACTIVEMQ("ActiveMQ Classic");

  private final String title;

  Source(String title) {
    this.title = title;
  }

  /** For people. */
  public String title() {
    return title;
  }

  /** Whether it is read through JMS; else through AMQP 0-9-1. */
  public boolean isJms() {
    return this == ARTEMIS || this == ACTIVEMQ;
  }
}
