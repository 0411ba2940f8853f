package dev.pontoon.demo;

/** Something that the demo needs is missing; the message is for the user and says what to do. */
final class CannotStartException extends RuntimeException {
  private static final long serialVersionUID = 1;

  CannotStartException(String message) {
    super(message);
  }
}
