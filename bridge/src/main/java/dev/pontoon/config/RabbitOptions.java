package dev.pontoon.config;

import static dev.pontoon.config.Kinds.whole;
import static dev.pontoon.config.Kinds.word;

/** Keys under from.rabbitmq that say how Pontoon lives with others on the broker, and how many. */
final class RabbitOptions {
  enum Dividing {
    REFUSE,
    ACCEPT
  }

  static final Option<From.TakeOver> TAKE_OVER =
      Option.of(
              "take-over",
              word(From.TakeOver.class),
              "Of a queue that somebody reads who is no replica of this bridge: whether it is"
                  + " taken as soon as nobody reads it, or left alone also then. Without effect"
                  + " with `readers: shared`.")
          .or(From.TakeOver.NEVER);

  static final Option<Dividing> DIVIDING =
      Option.of(
              "dividing",
              word(Dividing.class),
              "Of an exchange that does not copy its messages but divides them among its queues"
                  + " (`x-consistent-hash`, `x-modulus-hash`, `x-random` and every type that"
                  + " Pontoon does not know): whether its share is taken, or the route refused.")
          .or(Dividing.REFUSE);

  static final Option<Integer> MAX_SOURCES =
      Option.of(
              "max-sources",
              whole(1, 10_000),
              "With a pattern: names that get a route; more are not started, which is said.")
          .or(200);

  private RabbitOptions() {}
}
