package dev.pontoon.rig;

/**
 * A broker that can be started again and again on the same ports and the same folder.
 *
 * <p>Safe for use by several threads: a test may use it while a fault schedule breaks it.
 */
public interface Broker extends AutoCloseable {

  /**
   * Starts it and returns when it serves clients. Does nothing if it runs already.
   *
   * @throws IllegalStateException if it does not serve in time; the message ends with the tail of
   *     its log where there is one
   */
  void start();

  /** Stops it cleanly and returns when it is gone. Does nothing if it does not run. */
  void stop();

  /** True from the end of {@link #start} until it was stopped, killed or died. */
  boolean isRunning();

  /** A clean stop, then a start. */
  default void restart() {
    stop();
    start();
  }

  /** Ends it for good; deletes its folder if that was a temporary one. */
  @Override
  void close();
}
