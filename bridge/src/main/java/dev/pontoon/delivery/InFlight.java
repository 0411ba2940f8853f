package dev.pontoon.delivery;

import dev.pontoon.message.LegacyMessage;

/** One message between its delivery and its acknowledgement. */
public interface InFlight {

  /** As the broker delivered it. */
  LegacyMessage message();

  /** Its place in the session, from 1. */
  long sequence();

  /**
   * Maps and sends what the message has become after the route's steps. May be called several times
   * (a route may split), before the router returns.
   */
  void forward(LegacyMessage derived);
}
