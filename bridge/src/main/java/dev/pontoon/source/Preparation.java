package dev.pontoon.source;

/** What must be there before a source may read: the topics that take what it reads. */
public interface Preparation {
  /**
   * @throws Exception when it is not there yet; the message is shown to the operator, and it is
   *     tried again
   */
  void prepare() throws Exception;
}
