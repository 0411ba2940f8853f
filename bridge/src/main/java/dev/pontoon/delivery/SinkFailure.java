package dev.pontoon.delivery;

/**
 * Why a record was not confirmed, and whether waiting helps.
 *
 * @param kind what to do about it
 * @param message what was tried and what the sink said; no payload
 */
public record SinkFailure(Kind kind, String message) {

  /** What to do about it. */
  public enum Kind {
    /** This record will never be taken: it belongs to the dead letters. */
    REFUSED,
    /** It was certainly not written, nothing is wrong with it: try again when the cause is gone. */
    NOT_SENT,
    /** A record in the same batch was refused; nothing is wrong with this one. */
    COLLATERAL,
    /**
     * Nobody knows whether it was written, or the client is unusable: start over from the source.
     */
    UNKNOWN
  }
}
