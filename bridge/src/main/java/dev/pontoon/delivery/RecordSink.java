package dev.pontoon.delivery;

import dev.pontoon.message.OutboundRecord;

/** Where records go; implemented by {@code kafka}. */
public interface RecordSink {

  /**
   * Hands a record over. Records of one thread are written in the order of the calls. The array
   * contents are not changed afterwards by either side.
   *
   * @param confirmation told exactly once, on any thread, possibly before this returns
   */
  void send(OutboundRecord record, Confirmation confirmation);

  /** What became of a record. Implementations don't block and don't throw. */
  interface Confirmation {
    void confirmed();

    void failed(SinkFailure failure);
  }
}
