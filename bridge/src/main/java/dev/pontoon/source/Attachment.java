package dev.pontoon.source;

import dev.pontoon.delivery.Acknowledger;
import dev.pontoon.delivery.Lane;
import java.time.Duration;

/** A source's connection to its queue, from connect to loss. */
public interface Attachment {

  /** Acknowledges on this connection only. */
  Acknowledger acknowledger();

  Lane.AckMode mode();

  /**
   * Lets deliveries flow into the session; until then they are held back. Does not block. If the
   * connection has ended before, this reports it as lost.
   */
  void start(Lane.Session session);

  /**
   * First step of a clean stop, for sources that acknowledge on their own thread: takes nothing
   * more and waits until what was taken is acknowledged, or the time is over.
   */
  default void finish(Duration limit) throws InterruptedException {}

  /**
   * Disconnects and waits until the reader has ended. What was not acknowledged goes back to the
   * queue. Acknowledgements written before have arrived when it returns, if the connection lives.
   */
  void detach();
}
