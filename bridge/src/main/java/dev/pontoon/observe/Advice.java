package dev.pontoon.observe;

/** What to do, in the words of docs/operations/running.md. */
enum Advice {
  STARTING("Wait a moment: it has not tried yet."),
  STANDBY(
      "Nothing to do: another process reads this queue, and this one takes over when that one"
          + " goes."),
  OCCUPIED(
      "Decide who reads this queue: mirror the exchange in front of it instead, which leaves the"
          + " other reader alone; or stop the other reader for good and start this bridge again, or"
          + " write take-over: when-idle; or write readers: shared to share the messages with it."),
  CONNECTING("Put it right; it is tried again within 10 s, unless something else is said."),
  INCOMPLETE(
      "Make the exchange again: it is bound again within 10 s. What is left in its queue is read"
          + " meanwhile."),
  KAFKA(
      "Put Kafka or the topic right; the route goes on by itself. Nothing more is taken than the"
          + " window holds; the rest waits on the legacy broker, so watch the queue's length"
          + " there."),
  STOPPED("Nothing to do: the process is ending."),
  PATTERN_CONNECTING(
      "Put it right; the broker is asked again by itself, and routes that run go on."),
  PATTERN_INCOMPLETE("Put right what stands beside each name; routes that run go on."),
  STANDS("Search the log for this route: a step may hang."),
  GAPS(
      "Ask the publishers what they sent while it was away; the log has the time, under"
          + " \"made again\"."),
  KNOW("Nothing, if that is meant."),
  ATTENTION("Mend it as is said there; messages flow meanwhile."),
  DEAD_LETTERS("This says which they are and why:");

  private final String sentence;

  Advice(String sentence) {
    this.sentence = sentence;
  }

  String sentence() {
    return sentence;
  }
}
