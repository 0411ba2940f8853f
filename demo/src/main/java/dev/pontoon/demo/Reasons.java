package dev.pontoon.demo;

/** Failures in one line. */
final class Reasons {
  private Reasons() {}

  /** The innermost cause that says something. */
  static String of(Throwable failure) {
    String said = failure.getClass().getSimpleName();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      String message = t.getMessage();
      if (message != null && !message.isBlank()) {
        said = message.lines().findFirst().orElse(said);
      }
    }
    return said;
  }
}
