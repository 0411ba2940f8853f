package dev.pontoon.source.jms;

/** The settings of a JMS connection can't work; the message says which and what to do. */
final class BadFactoryException extends Exception {
  BadFactoryException(String message) {
    super(message);
  }

  BadFactoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
