/** RabbitMQ exchanges and queues, read with amqp-client. */
@NullMarked
package dev.pontoon.source.rabbitmq;

import org.jspecify.annotations.NullMarked;
