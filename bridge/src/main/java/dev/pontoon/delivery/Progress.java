package dev.pontoon.delivery;

import dev.pontoon.delivery.TransactionalSink.SinkException;
import java.util.List;

/**
 * What is kept of messages in the transaction of their records, so that none is written twice:
 * identities of messages that the broker may deliver again, or positions where it can be asked for
 * any place. For one thread at a time.
 */
interface Progress {

  /** Whether messages that became no record need a transaction as well. */
  boolean countsAll();

  /** Writes down, in the open transaction, that these messages are safe. */
  void write(List<Passage> passages, TransactionalSink sink) throws SinkException;
}
