package dev.pontoon.message;

/**
 * An AMQP time so far away that its milliseconds do not fit into 64 bits: kept as it came, so that
 * nothing is lost.
 *
 * @param seconds since 1970, all 64 bits of an unsigned number
 */
public record FarTime(long seconds) {

  /** The way back from {@link #toString}. */
  public static FarTime parse(String seconds) {
    return new FarTime(Long.parseUnsignedLong(seconds));
  }

  /** The seconds as an unsigned decimal number. */
  @Override
  public String toString() {
    return Long.toUnsignedString(seconds);
  }
}
