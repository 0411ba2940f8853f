package dev.pontoon.demo;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM as a wish to end, so that the demo can still take stock with its brokers
 * alive. A shutdown hook would be too late: the brokers' own hooks run at the same time.
 */
final class StopRequest {
  private static final int INTERRUPTED = 130;

  private final CountDownLatch asked = new CountDownLatch(1);

  /** Takes the two signals from now on; the second one ends the JVM. */
  static StopRequest onSignals() {
    StopRequest request = new StopRequest();
    for (String signal : new String[] {"INT", "TERM"}) {
      request.handle(signal);
    }
    return request;
  }

  /** As if a signal had come. */
  void ask() {
    if (asked.getCount() == 0) {
      new Thread(() -> System.exit(INTERRUPTED), "demo-exit").start();
    }
    asked.countDown();
  }

  boolean isAsked() {
    return asked.getCount() == 0;
  }

  /** Returns at the end of that time, or when it is asked before. */
  void await(Duration limit) throws InterruptedException {
    var unused = asked.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** By reflection: the class is in every JDK, but not part of the Java language's API. */
  private void handle(String name) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object ours =
          Proxy.newProxyInstance(
              StopRequest.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  ask();
                }
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
    } catch (ReflectiveOperationException expected) {
      // Then the signal ends the JVM as usual, and the hooks of the brokers clean up.
    }
  }
}
