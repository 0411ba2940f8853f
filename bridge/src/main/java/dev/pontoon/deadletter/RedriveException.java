package dev.pontoon.deadletter;

/** A redrive can't go on; what it has done is kept, and the next one goes on from there. */
public final class RedriveException extends Exception {
  public RedriveException(String message, Throwable cause) {
    super(message, cause);
  }
}
