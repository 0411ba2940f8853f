package dev.pontoon.app;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Ctrl-C and SIGTERM as a wish to end, so that a clean stop has an exit code of its own and other
 * parts of the process still live while it goes on. A second signal does not wait; within a second
 * of the first it is the same wish, because some supervisors send it to the process and its group.
 */
public final class StopRequest {
  private static final int SIGNALLED = 128;
  private static final Duration SAME_WISH = Duration.ofSeconds(1);

  private final CountDownLatch asked = new CountDownLatch(1);
  private final IntConsumer atOnce;
  private long firstAt;

  StopRequest(IntConsumer atOnce) {
    this.atOnce = atOnce;
  }

  /**
   * Takes the two signals from now on.
   *
   * @param atOnce what the second signal does with the usual exit code: 130 for Ctrl-C, 143 for
   *     SIGTERM; in a thread of its own
   */
  public static StopRequest onSignals(IntConsumer atOnce) {
    StopRequest request = new StopRequest(atOnce);
    for (String signal : new String[] {"INT", "TERM"}) {
      request.handle(signal);
    }
    return request;
  }

  synchronized void ask(int exitCode, long nanoTime) {
    if (!isAsked()) {
      firstAt = nanoTime;
      asked.countDown();
    } else if (nanoTime - firstAt >= SAME_WISH.toNanos()) {
      new Thread(() -> atOnce.accept(exitCode), "pontoon-exit").start();
    }
  }

  public boolean isAsked() {
    return asked.getCount() == 0;
  }

  /** Returns when it is asked. */
  public void await() throws InterruptedException {
    asked.await();
  }

  /** Returns at the end of that time, or when it is asked before. */
  public void await(Duration limit) throws InterruptedException {
    var unused = asked.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** By reflection: the class is in every JDK, but not part of the Java language's API. */
  private void handle(String name) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object made = signal.getConstructor(String.class).newInstance(name);
      int exitCode = SIGNALLED + (int) signal.getMethod("getNumber").invoke(made);
      Object ours =
          Proxy.newProxyInstance(
              StopRequest.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  ask(exitCode, System.nanoTime());
                }
                return null;
              });
      signal.getMethod("handle", signal, handler).invoke(null, made, ours);
    } catch (ReflectiveOperationException expected) {
      // Then the signal ends the JVM as usual, and the shutdown hooks clean up.
    }
  }
}
