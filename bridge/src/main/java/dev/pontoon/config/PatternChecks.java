package dev.pontoon.config;

/** Patterns in place of names: whether they mean something, and somebody can be asked. */
final class PatternChecks {
  private final SourceBuilder sources;
  private final Values rabbit;

  /**
   * @param rabbit what stands under from.rabbitmq
   */
  PatternChecks(SourceBuilder sources, Values rabbit) {
    this.sources = sources;
    this.rabbit = rabbit;
  }

  void check() {
    Option<Names> option =
        rabbit.wrote(RouteOptions.RABBIT_QUEUE) ? RouteOptions.RABBIT_QUEUE : RouteOptions.EXCHANGE;
    Names names = rabbit.find(option);
    if (names == null) {
      return;
    }
    for (String name : names.all()) {
      if (NamePattern.hasStrayStar(name)) {
        rabbit.problem(
            option,
            "'" + Place.printable(name) + "' looks like a pattern",
            "a star stands for a whole word between dots, as in shop.*, or between colons, as in"
                + " MyApp:*; and # for any number of words");
      }
    }
    if (!names.patterns().isEmpty()) {
      asked(option, names);
      ownQueue();
    } else if (rabbit.wrote(RabbitOptions.MAX_SOURCES)) {
      rabbit.problem(
          RabbitOptions.MAX_SOURCES,
          "the file names its sources itself",
          "this key goes with a pattern, such as shop.*");
    }
  }

  /** AMQP has no way to ask which names there are. */
  private void asked(Option<Names> option, Names names) {
    String connection = sources.connection(rabbit);
    if (connection != null && sources.connections().mute().contains(connection)) {
      rabbit.problem(
          option,
          "'"
              + Place.printable(names.patterns().get(0).text())
              + "' is a pattern, and bridge.yaml names no management API of "
              + connection,
          "write management: { uri: \"http://host:15672\" } under connections."
              + connection
              + ".rabbitmq, or list the names: "
              + option.name()
              + ": [a, b]");
    }
  }

  private void ownQueue() {
    Values own = rabbit.find(RouteOptions.OWN_QUEUE);
    String name = own == null ? null : own.find(RouteOptions.QUEUE_NAME);
    if (own != null && name != null && !name.contains(Member.EXCHANGE)) {
      own.problem(
          RouteOptions.QUEUE_NAME,
          "all exchanges that match would share this queue",
          "put {exchange} into the name, or leave it out");
    }
  }
}
