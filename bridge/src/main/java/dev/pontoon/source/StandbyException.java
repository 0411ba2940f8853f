package dev.pontoon.source;

/** Another reader is the active one: wait, don't fight. */
public final class StandbyException extends Exception {
  public StandbyException(String message) {
    super(message);
  }
}
