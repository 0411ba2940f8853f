package dev.pontoon.mapping;

import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Origin;
import dev.pontoon.message.OutboundRecord.Header;
import dev.pontoon.message.Property;

/** The headers every record of a route has. Made once per route; safe for all threads. */
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
    this.source =
        header(
            HeaderNames.SOURCE, origin.kind() + "/" + origin.connection() + "/" + origin.queue());
    this.first = header(HeaderNames.REDELIVERED, "false");
    this.again = header(HeaderNames.REDELIVERED, "true");
  }

  private static Header header(String name, String text) {
    return new Header(name, HeaderBlock.utf8(text));
  }

  /** Adds route, source, identity and the standard properties. */
  public void addTo(HeaderBlock block, LegacyMessage message) {
    block.add(route);
    block.add(source);
    Object id = message.property(Property.MESSAGE_ID);
    if (id != null) {
      block.add(new Header(HeaderNames.ID, HeaderBlock.bytes(id)));
    }
    block.add(message.redelivered() ? again : first);
    block.addProperties(message);
  }
}
