package dev.pontoon.source;

/** What must be there before a source may read: the topics that take what it reads. */
public interface Preparation {
  /**
   * @throws Exception when it is not there yet; the message is shown to the operator, and it is
   *     tried again
   */
  void prepare() throws Exception;

  /**
   * After messages had to be given back: whether Kafka allows to write them. Asked before any is
   * delivered again, for legacy brokers count deliveries and drop what comes too often.
   *
   * @throws Exception when it would not; the message is shown to the operator
   */
  default void tryOut() throws Exception {}
}
