package dev.pontoon.message;

/**
 * What mapping makes of a message: a record, one with its body kept apart, or the reason why not.
 */
public sealed interface Outcome permits OutboundRecord, ClaimCheck, Refusal {}
