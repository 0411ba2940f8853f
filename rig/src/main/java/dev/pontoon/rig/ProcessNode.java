package dev.pontoon.rig;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What all brokers in a process of their own have in common. */
public abstract class ProcessNode implements ProcessBroker {

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(20);

  private final WorkFolder folder;
  private @Nullable OsProcess process;

  protected ProcessNode(WorkFolder folder) {
    this.folder = folder;
  }

  /** Starts the process; the caller waits for {@link #isReady}. */
  protected abstract OsProcess launch();

  /** True when clients are served. Asked every 20 ms. */
  protected abstract boolean isReady();

  /** Where its data, settings and log are. */
  public final WorkFolder folder() {
    return folder;
  }

  @Override
  public final synchronized void start() {
    if (isRunning()) {
      return;
    }
    release();
    OsProcess started = launch();
    process = started;
    started.awaitReady(START, this::isReady);
  }

  @Override
  public final synchronized void stop() {
    if (process != null) {
      process.terminate(STOP);
    }
    release();
  }

  @Override
  public final synchronized void kill9() {
    if (process != null) {
      process.kill9();
    }
    release();
  }

  @Override
  public final synchronized void freeze() {
    running().freeze();
  }

  @Override
  public final synchronized void thaw() {
    running().thaw();
  }

  @Override
  public final synchronized boolean isRunning() {
    return process != null && process.isAlive();
  }

  /**
   * The process id.
   *
   * @throws IllegalStateException if it does not run
   */
  public final synchronized long pid() {
    return running().pid();
  }

  /** A clean stop if the data stay, the quick end if they are deleted anyway. */
  @Override
  public synchronized void close() {
    if (folder.isTemporary()) {
      kill9();
    } else {
      stop();
    }
    folder.close();
  }

  private OsProcess running() {
    if (process == null || !process.isAlive()) {
      throw new IllegalStateException(getClass().getSimpleName() + " does not run");
    }
    return process;
  }

  private void release() {
    if (process != null) {
      process.close();
      process = null;
    }
  }
}
