package dev.pontoon.mapping;

import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Origin;
import dev.pontoon.message.OutboundRecord.Header;
import dev.pontoon.message.Property;

/**
 * The headers of Pontoon's own that every record of a route has. Made once per route; safe for all
 * threads.
 */
public final class StandardHeaders {

  private final Header route;
  private final Header source;
  private final Header first;
  private final Header again;

  /**
   * @param origin where the route reads
   */
  public StandardHeaders(Origin origin) {
    this.route = header(HeaderNames.ROUTE, origin.route());
    this.source = header(HeaderNames.SOURCE, place(origin));
    this.first = header(HeaderNames.REDELIVERED, "false");
    this.again = header(HeaderNames.REDELIVERED, "true");
  }

  /** Where a route reads, as one text: {@code kind/connection/queue}. */
  public static String place(Origin origin) {
    return origin.kind() + "/" + origin.connection() + "/" + origin.queue();
  }

  private static Header header(String name, String text) {
    return new Header(name, HeaderBlock.utf8(text));
  }

  /** Adds route, source, identity and whether it is a repeated delivery. */
  public void addTo(HeaderBlock block, LegacyMessage message) {
    block.add(route);
    block.add(source);
    Object id = message.property(Property.MESSAGE_ID);
    if (id != null) {
      block.add(new Header(HeaderNames.ID, HeaderBlock.bytes(id)));
    }
    block.add(message.redelivered() ? again : first);
  }
}
