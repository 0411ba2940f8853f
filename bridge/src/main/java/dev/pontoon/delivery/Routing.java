package dev.pontoon.delivery;

import dev.pontoon.deadletter.Parts;
import dev.pontoon.message.Refusal;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs a message through the route, and tells what went wrong apart: a step that throws makes a
 * dead letter of the message; what goes wrong in the lane is never the message's fault.
 */
final class Routing {
  private final LaneSession session;
  private final Window window;

  Routing(LaneSession session, Window window) {
    this.session = session;
    this.window = window;
  }

  /** On the source's thread. Throws what the lane has thrown. */
  void run(Passage passage, Lane.Router router) {
    try {
      router.route(passage);
      passage.throwFault(); // A step may have caught it.
      if (!window.ended()) {
        // Left by a step: nobody interrupts a reader that reads, and its next wait would fail.
        var unused = Thread.interrupted();
      }
    } catch (Exception | StackOverflowError e) {
      if (interrupted(e)) {
        // The connection is ending: nothing is wrong with the message, and it comes again.
        Thread.currentThread().interrupt();
        passage.giveUp();
        session.fail("interrupted in a step");
        return;
      }
      passage.throwFault();
      String what = Refusal.stepThrew(e);
      // What the steps had made before has gone its own way.
      Parts rest = Parts.from(passage.made() + 1);
      session.refuse(passage, rest, new Refusal(Refusal.Reason.STEP_FAILED, what));
    }
  }

  /** Whether the end of the route was in the way, and not the message. */
  private boolean interrupted(Throwable failure) {
    for (Throwable next = failure; next != null; next = next.getCause()) {
      // Camel's pools reject what comes when they are shut down; its throttle does it at any time.
      if (next instanceof InterruptedException
          || next instanceof RejectedExecutionException && window.ended()) {
        return true;
      }
    }
    return false;
  }
}
