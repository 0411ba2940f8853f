package dev.pontoon.source;

import dev.pontoon.delivery.InFlight;
import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Property;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultMessage;
import org.jspecify.annotations.Nullable;

/**
 * A legacy message as Camel's steps see it. Body and headers are made only when a step asks, so
 * that a route without steps pays nothing for them. Standard properties appear as headers under
 * {@link Property#header()}; what a step does to those is not written, what it does to others is.
 * Headers that would be orders to a component have other names: {@link SteeringNames}.
 */
public final class LegacyCamelMessage extends DefaultMessage {
  /**
   * The exchange property with the {@link InFlight}: a step such as transform puts another kind of
   * Camel message in place.
   */
  public static final String IN_FLIGHT = "PontoonInFlight";

  private final LegacyMessage legacy;
  private final @Nullable InFlight inFlight;
  private boolean bodySet;

  /**
   * @param inFlight null where an expression is only evaluated, such as a key
   */
  public LegacyCamelMessage(Exchange exchange, LegacyMessage legacy, @Nullable InFlight inFlight) {
    super(exchange);
    this.legacy = legacy;
    this.inFlight = inFlight;
  }

  private LegacyCamelMessage(
      CamelContext context, LegacyMessage legacy, @Nullable InFlight inFlight) {
    super(context);
    this.legacy = legacy;
    this.inFlight = inFlight;
  }

  /** The message on its way that this one belongs to. */
  public @Nullable InFlight inFlight() {
    return inFlight;
  }

  @Override
  public LegacyCamelMessage newInstance() {
    return new LegacyCamelMessage(getCamelContext(), legacy, inFlight);
  }

  @Override
  public void setBody(@Nullable Object body) {
    bodySet = true;
    super.setBody(body);
  }

  /** Camel asks again while the body is null: a body that a step removed stays removed. */
  @Override
  protected @Nullable Object createBody() {
    return bodySet ? null : bodyForSteps(legacy.body());
  }

  /**
   * What a step gets as the body: bytes, text, a map, a list or a value; null for an unreadable
   * one.
   */
  public static @Nullable Object bodyForSteps(Body body) {
    if (body instanceof Body.Bytes b) {
      return b.bytes();
    } else if (body instanceof Body.Text t) {
      return t.text();
    } else if (body instanceof Body.Fields f) {
      return f.fields();
    } else if (body instanceof Body.Values v) {
      return v.values();
    } else if (body instanceof Body.Value v) {
      return v.value();
    } else {
      return body instanceof Body.Serialized s ? s.bytes() : null;
    }
  }

  @Override
  protected void populateInitialHeaders(Map<String, Object> map) {
    SteeringNames names = SteeringNames.of(getCamelContext());
    legacy.headers().forEach((name, value) -> map.put(names.escape(name), value));
    legacy.properties().forEach((property, value) -> map.put(property.header(), value));
  }
}
