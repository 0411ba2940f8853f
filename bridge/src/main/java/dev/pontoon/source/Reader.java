package dev.pontoon.source;

/** What a {@link SourceLoop} keeps attached to its queue: one kind of broker. */
public interface Reader {

  /**
   * Connects, checks what must exist, becomes the reader. Deliveries wait until {@link
   * Attachment#start}. When the connection ends by itself, the attachment calls {@link
   * SourceLoop#lost}. May block; is interrupted when nobody waits for it any more.
   *
   * @throws StandbyException when another reader is the active one
   * @throws Exception when it did not work; the message is shown to the operator
   */
  Attachment attach() throws Exception;
}
