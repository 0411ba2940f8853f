package dev.pontoon.config;

/**
 * One source of a route file, which becomes a route of its own.
 *
 * @param id the file's id; of a list with the source's part behind it
 * @param part what stands for the source in ids and names of topics
 * @param placeholder what it stands in place of, {@code {queue}}, {@code {exchange}} or {@code
 *     {stream}}; empty where nothing does
 */
record Member(String id, String part, String placeholder, From from) {
  static final String QUEUE = "{queue}";
  static final String EXCHANGE = "{exchange}";
  static final String STREAM = "{stream}";

  /** The only source of its file. */
  static Member only(String id, String placeholder, From from) {
    return new Member(id, TopicNames.part(from.source()), placeholder, from);
  }

  /** The id within a list. */
  static String id(String route, String part) {
    return route + RouteConfig.SEPARATOR + part;
  }

  /** Its name, as the broker knows it. */
  String name() {
    return from.source();
  }

  /** The topic that the template makes for this source. */
  String topic(String template) {
    return placeholder.isEmpty() ? template : template.replace(placeholder, part);
  }
}
