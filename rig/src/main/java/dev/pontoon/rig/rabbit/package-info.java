/**
 * AMQP 0-9-1 brokers on this machine: RabbitMQ where there is one, Qpid Broker-J where there is
 * none.
 */
@NullMarked
package dev.pontoon.rig.rabbit;

import org.jspecify.annotations.NullMarked;
