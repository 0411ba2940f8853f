package dev.pontoon.demo.scenario;

import java.util.ArrayList;
import java.util.List;

/** Collects what is not as expected. */
final class Expectations {
  private final List<String> wrong = new ArrayList<>();

  /**
   * @param what completes "…: expected 3, measured 4"
   */
  Expectations equal(String what, Object expected, Object measured) {
    if (!expected.equals(measured)) {
      wrong.add(what + ": expected " + expected + ", measured " + measured);
    }
    return this;
  }

  /** Measured must be one of the numbers from lowest to highest. */
  Expectations between(String what, int lowest, int highest, int measured) {
    if (measured < lowest || measured > highest) {
      wrong.add(what + ": expected " + lowest + " to " + highest + ", measured " + measured);
    }
    return this;
  }

  List<String> wrong() {
    return wrong;
  }
}
