package dev.pontoon.source;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import org.jspecify.annotations.Nullable;

/**
 * Time and threads in a test's hands. Transitions run when it says so, on its thread; an operation
 * has a thread of its own and stands in its one foreign call until it is told what comes of it, as
 * a client that hangs and heeds no interrupt.
 */
final class HandScheduler implements Scheduler {
  /** What comes of a foreign call. */
  enum Outcome {
    WORKS,
    FAILS,
    ERROR,
    STANDBY,
    INTERRUPTED
  }

  private record Timer(long due, long number, Runnable task) {}

  private final Deque<Runnable> turns = new ArrayDeque<>();
  private final List<Call> calls = new ArrayList<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong(Timer::due).thenComparingLong(Timer::number));
  private long now;
  private long number;

  @Override
  public void run(Runnable task) {
    synchronized (turns) {
      if (task instanceof Operation operation) {
        calls.add(new Call(operation));
      } else {
        turns.add(task);
      }
    }
  }

  @Override
  public void runAfter(Duration delay, Runnable task) {
    synchronized (turns) {
      timers.add(new Timer(now + delay.toNanos(), number++, task));
    }
  }

  @Override
  public long nanoTime() {
    return now;
  }

  /** Runs all transitions that are due. */
  void settle() {
    for (Runnable next = nextTurn(); next != null; next = nextTurn()) {
      next.run();
    }
  }

  private @Nullable Runnable nextTurn() {
    synchronized (turns) {
      return turns.poll();
    }
  }

  /** Lets time pass; operations stand where they are. */
  void pass(Duration time) {
    long until = now + time.toNanos();
    settle();
    while (!timers.isEmpty() && timers.peek().due() <= until) {
      Timer next = timers.remove();
      now = Math.max(now, next.due());
      next.task().run();
      settle();
    }
    now = until;
  }

  /** Operations that have not ended, begun or not. */
  List<Call> calls() {
    calls.removeIf(Call::isOver);
    return List.copyOf(calls);
  }

  /** Whether something will happen by itself. */
  boolean isAlive() {
    return !timers.isEmpty() || !calls().isEmpty();
  }

  /** In an operation: the place where a client may hang. */
  static void foreignCall() throws Exception {
    if (Thread.currentThread() instanceof CallThread thread) {
      thread.call.stand();
    }
  }

  private static final class CallThread extends Thread {
    private final Call call;

    CallThread(Call call) {
      super(call.operation, "operation");
      this.call = call;
    }
  }

  /** An operation of the loop. */
  static final class Call {
    private final Operation operation;
    private final CallThread thread;
    private final Semaphore stands = new Semaphore(0);
    private final SynchronousQueue<Outcome> outcomes = new SynchronousQueue<>();
    private boolean begun;

    Call(Operation operation) {
      this.operation = operation;
      this.thread = new CallThread(this);
    }

    Operation.Kind kind() {
      return operation.kind();
    }

    boolean isOver() {
      return begun && !thread.isAlive();
    }

    /** Runs into the foreign call, or to its end if there is none. */
    void begin() {
      if (!begun) {
        begun = true;
        thread.start();
        while (thread.isAlive() && !stands()) {
          Thread.onSpinWait();
        }
      }
    }

    private boolean stands() {
      return stands.availablePermits() > 0;
    }

    /** Begins it if need be, and ends it. */
    void end(Outcome outcome) {
      begin();
      try {
        if (stands()) {
          outcomes.put(outcome);
        }
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private void stand() throws Exception {
      stands.release();
      Outcome outcome = null;
      while (outcome == null) {
        try {
          outcome = outcomes.take();
        } catch (InterruptedException ignored) {
          // As clients do that heed no interrupt.
        }
      }
      switch (outcome) {
        case FAILS -> throw new IllegalStateException("for the test");
        case ERROR -> throw new NoClassDefFoundError("for the test");
        case STANDBY -> throw new StandbyException("another one reads");
        case INTERRUPTED -> throw new InterruptedException();
        case WORKS -> {}
      }
    }

    @Override
    public String toString() {
      return kind() + (begun ? " begun" : "");
    }
  }
}
