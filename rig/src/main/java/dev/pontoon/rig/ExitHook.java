package dev.pontoon.rig;

/** Work for the end of this JVM (normal end, SIGTERM, Ctrl-C), unless it is closed before. */
public final class ExitHook implements AutoCloseable {

  private final Thread hook;

  /** Runs the work at the end unless this is closed before. */
  public ExitHook(String name, Runnable work) {
    hook = new Thread(work, "rig-exit-" + name);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Withdraws it. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException expected) {
      // The JVM is ending: the hook runs, and finds nothing left to do.
    }
  }
}
