package dev.pontoon.message;

/**
 * What a value of a class that Pontoon does not know says of itself: all that can be kept of it.
 */
public record ForeignText(String text) {
  @Override
  public String toString() {
    return text;
  }
}
