package dev.pontoon.rig;

/** A broker in a process of its own, so that it can die and hang like a real one. */
public interface ProcessBroker extends Broker {

  /** Kills it without a chance to clean up and returns when it is gone. {@link #start} revives. */
  void kill9();

  /** Stops its clock: connections stay open, nothing is answered. */
  void freeze();

  /** Lets a frozen broker go on as if nothing had been. */
  void thaw();
}
