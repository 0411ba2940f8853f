package dev.pontoon.message;

import org.jspecify.annotations.Nullable;

/**
 * An expected bad message: why it can't become a record. A value, not an exception.
 *
 * @param reason the stable code, for dead-letter headers, metrics and tests
 * @param message what was tried, the value, and what to do; no payload
 * @param key the record key if it was known already
 */
public record Refusal(Reason reason, String message, byte @Nullable [] key) implements Outcome {

  @Override
  public @Nullable OutboundRecord record() {
    return null;
  }

  public Refusal(Reason reason, String message) {
    this(reason, message, null);
  }

  /** What is said of a message when a step has thrown, without passwords. */
  public static String stepThrew(Throwable failure) {
    return "a step threw "
        + failure.getClass().getSimpleName()
        + ": "
        + SecretText.masked(String.valueOf(failure.getMessage()));
  }

  /** Stable codes: part of the public interface. */
  public enum Reason {
    KEY_MISSING("no key rule found a value and the route says to refuse then"),
    KEY_MALFORMED("the body could not be read by the key rule"),
    KEY_REQUIRED("the topic is compacted, and a compacted topic takes no record without a key"),
    KEY_PARKED("an earlier message with the same key was refused and the route parks the key"),
    BODY_UNSUPPORTED("the body is of a kind that is never read, such as a Java object"),
    BODY_UNREADABLE(
        "the client could not give the body or other parts of the message: the dead letter has what"
            + " there is, and says what it has not"),
    BODY_MALFORMED("the body could not be turned into a record value"),
    TOO_LARGE("the record is larger than the topic or the Kafka client allows"),
    TOO_MANY_HEADERS("there are more headers, or more deeply nested ones, than the limits allow"),
    TOPIC_INVALID("the topic made from the message is not allowed or can't be had"),
    STEP_FAILED("a step of the route threw an exception"),
    REJECTED_BY_KAFKA("Kafka refused the record although all checks passed before");

    private final String sentence;

    Reason(String sentence) {
      this.sentence = sentence;
    }

    /** The reason in one sentence, for people. */
    public String sentence() {
      return sentence;
    }
  }
}
