package dev.pontoon.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pontoon.config.RouteConfig.Envelope;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Origin;
import dev.pontoon.message.Property;
import dev.pontoon.message.Refusal;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.core.CloudEventUtils;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.rw.CloudEventWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts a message into a CloudEvents envelope by the specification's Kafka binding. Made once per
 * route; safe for all threads.
 */
final class CloudEvents {
  static final String PREFIX = "ce_";
  static final String CONTENT_TYPE = "content-type";

  /** What {@link HeaderNames#ENVELOPE} says of an event that was made here. */
  static final String WRAPPED = "cloudevents";

  /** What it says of a body that was an event already. */
  private static final String PASSED = "passed";

  private static final String EVENTS = "application/cloudevents";
  private static final String STRUCTURED = "application/cloudevents+json; charset=UTF-8";
  private static final JsonFormat FORMAT = new JsonFormat();

  /** By the specification's JSON format; letters may be of either case. */
  private static final Pattern JSON_TYPE =
      Pattern.compile("\\s*([^/;\\s]+/(?:[^/;\\s]+\\+)?json)\\s*(|;.*)", Pattern.CASE_INSENSITIVE);

  /** One event; the Kafka binding knows no batches. */
  private static final Pattern WHOLE =
      Pattern.compile("application/cloudevents\\+json\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

  private static final int FIRST_NONCHARACTER = 0xFDD0;
  private static final int LAST_NONCHARACTER = 0xFDEF;

  /** The last two of each plane are noncharacters. */
  private static final int LAST_OF_PLANE = 0xFFFE;

  /** Whole groups of Base64. */
  private static final int PIECE = 3 << 13;

  /** A body of this part of the heap, with Base64, its record and Kafka's copy, takes half. */
  private static final int HEAP_PART = 8;

  private final Envelope envelope;
  private final URI source;
  private final long largest;

  CloudEvents(Envelope envelope, Origin origin) {
    this.envelope = envelope;
    this.source = source(origin);
    this.largest = Runtime.getRuntime().maxMemory() / HEAP_PART;
  }

  /** Whether a record's value is an event as a whole. */
  static boolean structured(@Nullable String contentType) {
    return contentType != null && contentType.startsWith("application/cloudevents+json");
  }

  /** Whether a record header of this name is CloudEvents' own. */
  static boolean header(String name) {
    return name.regionMatches(true, 0, PREFIX, 0, PREFIX.length())
        || name.equalsIgnoreCase(CONTENT_TYPE);
  }

  private static URI source(Origin origin) {
    try {
      String path = new URI(null, null, "/" + StandardHeaders.place(origin), null).toASCIIString();
      return URI.create(path);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("no source can be made of " + origin, e);
    }
  }

  /**
   * Why a body does not go into the envelope, null where it does: within a structured event it is
   * in memory once more, and once more on its way to Kafka.
   */
  @Nullable Refusal tooLarge(byte[] body) {
    boolean copied = envelope.mode() == Envelope.Mode.CLOUDEVENTS_STRUCTURED;
    return copied && body.length > largest
        ? new Refusal(
            Refusal.Reason.TOO_LARGE,
            "the body has "
                + body.length
                + " bytes, and with this heap at most "
                + largest
                + " go into a structured event: raise the heap (-Xmx in PONTOON_JAVA_OPTS) or write"
                + " envelope: cloudevents")
        : null;
  }

  /**
   * Adds the envelope's headers; returns the record's value.
   *
   * @param time the record's timestamp, for messages without their own
   */
  byte[] wrap(
      HeaderBlock headers,
      LegacyMessage message,
      BodyWriter.Content content,
      byte @Nullable [] key,
      long time) {
    String contentType = contentType(message, content.kind());
    if (contentType != null && isWhole(contentType, content.bytes())) {
      headers.addBesideEvent(message.headers(), null);
      headers.add(HeaderNames.ENVELOPE, PASSED);
      headers.add(CONTENT_TYPE, contentType);
      return content.bytes();
    }
    AmqpEvent own = AmqpEvent.of(message);
    boolean whole = envelope.mode() == Envelope.Mode.CLOUDEVENTS_STRUCTURED;
    headers.addBesideEvent(message.headers(), whole ? null : own);
    headers.add(HeaderNames.ENVELOPE, WRAPPED);
    if (whole) {
      headers.add(CONTENT_TYPE, STRUCTURED);
      return structured(
          type -> own == null ? event(message, key, time, type) : own.build(type),
          contentType,
          content.bytes());
    }
    String type = contentType == null || saysStructured(contentType) ? null : contentType;
    if (own == null) {
      CloudEventUtils.toReader(event(message, key, time, type))
          .read(version -> new Binary(headers, version.toString()));
    } else {
      addOwn(headers, own, type);
    }
    return content.bytes();
  }

  private static void addOwn(HeaderBlock headers, AmqpEvent own, @Nullable String contentType) {
    headers.add(HeaderNames.EVENT_PREFIX, own.prefix());
    headers.addEvent(own);
    if (contentType != null) {
      headers.add(CONTENT_TYPE, contentType);
    }
  }

  /** Whether the body is an event, and not only called so. */
  private static boolean isWhole(String contentType, byte[] body) {
    return WHOLE.matcher(contentType).matches() && EventData.isEvent(body);
  }

  /**
   * In binary mode a reader takes a value of this type for the event itself, and the attributes
   * beside it for nothing: where it is none, the event has no content type.
   */
  private static boolean saysStructured(String contentType) {
    return contentType.regionMatches(true, 0, EVENTS, 0, EVENTS.length());
  }

  /** Made from the content, two equal messages would be one to who removes duplicates. */
  private static String placeOrRandom(LegacyMessage message) {
    Object offset = message.property(Property.STREAM_OFFSET);
    if (offset == null) {
      return UUID.randomUUID().toString();
    }
    String partition = text(message, Property.STREAM);
    return partition == null ? offset.toString() : partition + "/" + offset;
  }

  /** All but the data. */
  private CloudEvent event(
      LegacyMessage message, byte @Nullable [] key, long time, @Nullable String contentType) {
    String id = text(message, Property.MESSAGE_ID);
    String type = text(message, Property.TYPE);
    Instant own = message.property(Property.TIMESTAMP) instanceof Instant set ? set : null;
    Instant when = own != null && usable(own) ? own : Instant.ofEpochMilli(time);
    CloudEventBuilder event =
        CloudEventBuilder.v1()
            .withId(id == null ? placeOrRandom(message) : id)
            .withSource(source)
            .withType(type == null ? envelope.type() : type)
            .withTime(when.atOffset(ZoneOffset.UTC));
    String subject = text(message, Property.ROUTING_KEY);
    if (subject != null) {
      event.withSubject(subject);
    }
    String partitionKey = key == null || !Utf8.holds(key) ? null : new String(key, UTF_8);
    if (partitionKey != null && !partitionKey.isEmpty() && allowed(partitionKey)) {
      event.withExtension("partitionkey", partitionKey);
    }
    if (contentType != null) {
      event.withDataContentType(contentType);
    }
    return event.build();
  }

  /** JSON stands in the event as it came, spaces included: only so is it the same data. */
  private static byte[] structured(
      Function<@Nullable String, CloudEvent> event, @Nullable String contentType, byte[] data) {
    Matcher json = contentType == null ? null : JSON_TYPE.matcher(contentType);
    if (json != null && json.matches() && JsonCheck.wellFormed(data)) {
      // Readers such as the Java SDK know JSON by this spelling only.
      String type = json.group(1).toLowerCase(Locale.ROOT) + json.group(2);
      return spliced(FORMAT.serialize(event.apply(type)), ",\"data\":", data, "}", false);
    }
    byte[] attributes = FORMAT.serialize(event.apply(contentType));
    return spliced(attributes, ",\"data_base64\":\"", data, "\"}", true);
  }

  /** The SDK would hold the data several times over while it writes it. */
  private static byte[] spliced(
      byte[] event, String name, byte[] data, String end, boolean inBase64) {
    int attributes = event.length - 1;
    int length = inBase64 ? (data.length + 2) / 3 * 4 : data.length;
    ByteBuffer whole =
        ByteBuffer.allocate(attributes + name.length() + length + end.length())
            .put(event, 0, attributes)
            .put(name.getBytes(UTF_8));
    if (inBase64) {
      for (int at = 0; at < data.length; at += PIECE) {
        int piece = Math.min(PIECE, data.length - at);
        whole.put(Base64.getEncoder().encode(ByteBuffer.wrap(data, at, piece)));
      }
    } else {
      whole.put(data);
    }
    return whole.put(end.getBytes(UTF_8)).array();
  }

  private static boolean usable(Instant time) {
    return time.isAfter(Instant.EPOCH) && time.isBefore(Instant.parse("9999-12-31T00:00:00Z"));
  }

  private static @Nullable String contentType(LegacyMessage message, BodyKind kind) {
    String written = text(message, Property.CONTENT_TYPE);
    if (written != null) {
      return written;
    }
    return switch (kind) {
      case MAP, STREAM -> "application/json";
      case TEXT -> "text/plain; charset=UTF-8";
      default -> null;
    };
  }

  /** Null where there is nothing, or nothing that an attribute may hold. */
  private static @Nullable String text(LegacyMessage message, Property property) {
    Object value = message.property(property);
    return value instanceof String text && !text.isEmpty() && allowed(text) ? text : null;
  }

  /** No control characters, no noncharacters, no half surrogate pairs: so the specification. */
  static boolean allowed(String text) {
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      if (Character.isISOControl(point)
          || Character.getType(point) == Character.SURROGATE
          || (point >= FIRST_NONCHARACTER && point <= LAST_NONCHARACTER)
          || (point & LAST_OF_PLANE) == LAST_OF_PLANE) {
        return false;
      }
    }
    return true;
  }

  /** The attributes as headers, as the SDK reads them from the event. */
  private static final class Binary implements CloudEventWriter<HeaderBlock> {
    private final HeaderBlock headers;

    Binary(HeaderBlock headers, String version) {
      this.headers = headers;
      headers.add(PREFIX + "specversion", version);
    }

    @Override
    public Binary withContextAttribute(String name, String value) {
      headers.add(name.equals("datacontenttype") ? CONTENT_TYPE : PREFIX + name, value);
      return this;
    }

    @Override
    public HeaderBlock end(CloudEventData data) {
      return headers;
    }

    @Override
    public HeaderBlock end() {
      return headers;
    }
  }
}
