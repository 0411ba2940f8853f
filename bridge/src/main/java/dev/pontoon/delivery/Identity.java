package dev.pontoon.delivery;

import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Property;

/**
 * What makes a message the same message when it is delivered again: its id and everything else that
 * its publisher chose: body, routing key, properties and headers. Publishers choose ids themselves
 * (AMQP of both kinds, STOMP) and use them again; an id used twice does not make two messages one,
 * or the second would be lost.
 *
 * <p>Made by {@link Identities}. 128 bits: a 64-bit hash of id, properties and headers, each value
 * with its type; and one of the body with its length.
 */
public record Identity(long high, long low) {
  /** What JMS clients begin the ids with that they make, and what Qpid makes of foreign ones. */
  private static final String MADE = "ID:";

  private static final String FOREIGN = "ID:AMQP_";

  /**
   * Whether the publisher's client library made the id, so that it comes a second time only with
   * the same message: JMS brokers may forget in a crash that they had delivered it.
   */
  static boolean saysEnough(LegacyMessage message) {
    String id = message.text(Property.MESSAGE_ID);
    return message.origin().brokerAssignsIds()
        && id != null
        && id.startsWith(MADE)
        && !id.startsWith(FOREIGN);
  }
}
