package dev.pontoon.message;

/**
 * A record too large for its topic: the body goes into the claim store, and must be durable there
 * before the reference is sent.
 *
 * @param reference what stands in Kafka instead
 */
public record ClaimCheck(Claim claim, OutboundRecord reference) implements Outcome {

  @Override
  public OutboundRecord record() {
    return reference;
  }
}
