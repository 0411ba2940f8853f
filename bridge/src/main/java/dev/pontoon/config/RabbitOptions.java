package dev.pontoon.config;

import static dev.pontoon.config.Kinds.word;

/** Keys under from.rabbitmq that say how Pontoon lives with others on the broker. */
final class RabbitOptions {
  static final Option<From.TakeOver> TAKE_OVER =
      Option.of(
              "take-over",
              word(From.TakeOver.class),
              "Of a queue that somebody reads who is no replica of this bridge: whether it is"
                  + " taken as soon as nobody reads it, or left alone also then. Without effect"
                  + " with `readers: shared`.")
          .or(From.TakeOver.NEVER);

  private RabbitOptions() {}
}
