package dev.pontoon.config;

/**
 * One source of a route file, which becomes a route of its own.
 *
 * @param id the file's id; of a list with the source's name behind it
 * @param placeholder what stands for the source in names, {@code {queue}} or {@code {exchange}};
 *     empty where nothing does
 */
record Member(String id, String placeholder, From from) {
  static final String QUEUE = "{queue}";
  static final String EXCHANGE = "{exchange}";

  /** The id within a list. */
  static String id(String route, String name) {
    return route + RouteConfig.SEPARATOR + TopicNames.part(name);
  }

  /** Its name, as the broker knows it. */
  String name() {
    return from.source();
  }

  /** The topic that the template makes for this source. */
  String topic(String template) {
    return placeholder.isEmpty()
        ? template
        : template.replace(placeholder, TopicNames.part(name()));
  }
}
