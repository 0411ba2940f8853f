package dev.pontoon.message;

/**
 * Where a route reads: the same for every message of a route, so made once.
 *
 * @param route the route's id
 * @param kind the kind of broker: {@code rabbitmq}, {@code jms} or {@code camel}
 * @param connection name of the connection in bridge.yaml
 * @param queue the queue, subscription or endpoint that is read
 * @param brokerAssignsIds whether a message gets its id when it is sent, from the client library
 *     (JMS), and not from the application
 */
public record Origin(
    String route, String kind, String connection, String queue, boolean brokerAssignsIds) {}
