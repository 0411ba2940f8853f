package dev.pontoon.rig.fault;

/** Something that can be broken and mended again. */
public interface Fault {

  /** For the log and the reader of a failed test. */
  String name();

  /** Breaks it. */
  void strike() throws Exception;

  /** Mends it. Called once after each {@link #strike}, even one that failed. */
  void heal() throws Exception;

  /** One step of a fault. */
  @FunctionalInterface
  interface Action {
    void run() throws Exception;
  }

  /** A fault of two steps. */
  static Fault of(String name, Action strike, Action heal) {
    return new Fault() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void strike() throws Exception {
        strike.run();
      }

      @Override
      public void heal() throws Exception {
        heal.run();
      }
    };
  }

  /** A fault that is over at once, like a reset. */
  static Fault of(String name, Action strike) {
    return of(name, strike, () -> {});
  }
}
