package dev.pontoon.message;

/** What mapping makes of a message: a record, or the reason why not. */
public sealed interface Outcome permits OutboundRecord, Refusal {}
