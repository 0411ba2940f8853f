package dev.pontoon.config;

import static dev.pontoon.config.Kinds.TEXT;
import static dev.pontoon.config.Kinds.word;

import java.util.ArrayList;
import java.util.List;

/** The keys of a route that reads a RabbitMQ stream. */
final class StreamOptions {
  static final Option<Names> STREAM =
      Option.of(
          "stream",
          new NamesKind(TEXT),
          "An existing stream or super stream; it is read and stays as it is. Of a list, each"
              + " becomes a route `ROUTE/STREAM`.");
  static final Option<StreamStart> START =
      Option.of(
              "start",
              StreamStart.KIND,
              "Where to begin as long as the bridge keeps no position of this stream.")
          .or(StreamStart.FIRST);
  static final Option<List<String>> FILTER =
      Option.of(
              "filter",
              new ListKind<>(TEXT),
              "Filter values: the broker sends only chunks that may hold a message with one of them."
                  + " Needs RabbitMQ 3.13.")
          .orElse("everything");
  static final Option<From.OnGap> ON_GAP =
      Option.of(
              "on-gap",
              word(From.OnGap.class),
              "When the stream's retention has removed messages that were not read yet: stop the"
                  + " route until somebody decides, or go on behind them.")
          .or(From.OnGap.STOP);

  private StreamOptions() {}

  /** The group with these keys behind its own. */
  static Group added(Group rabbit) {
    List<Option<?>> all = new ArrayList<>(rabbit.options());
    all.addAll(List.of(STREAM, START, FILTER, ON_GAP));
    return new Group(rabbit.doc(), all, rabbit.exactlyOne(), rabbit.needs())
        .needing(START, STREAM)
        .needing(FILTER, STREAM)
        .needing(ON_GAP, STREAM);
  }
}
