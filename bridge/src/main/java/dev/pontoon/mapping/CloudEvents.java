package dev.pontoon.mapping;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.pontoon.config.RouteConfig.Envelope;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Origin;
import dev.pontoon.message.Property;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.core.CloudEventUtils;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonCloudEventData;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.rw.CloudEventWriter;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts a message into a CloudEvents envelope by the specification's Kafka binding. Made once per
 * route; safe for all threads.
 */
final class CloudEvents {
  private static final String PREFIX = "ce_";
  static final String CONTENT_TYPE = "content-type";
  private static final String EVENTS = "application/cloudevents";
  private static final String STRUCTURED = "application/cloudevents+json; charset=UTF-8";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** Data goes into Base64 unless it comes as JSON already: the SDK knows few of JSON's names. */
  private static final JsonFormat FORMAT = new JsonFormat().withForceJsonDataToBase64();

  /** By the specification's JSON format; letters may be of either case. */
  private static final Pattern JSON_TYPE =
      Pattern.compile("\\s*([^/;\\s]+/(?:[^/;\\s]+\\+)?json)\\s*(|;.*)", Pattern.CASE_INSENSITIVE);

  private static final int FIRST_NONCHARACTER = 0xFDD0;
  private static final int LAST_NONCHARACTER = 0xFDEF;

  /** The last two of each plane are noncharacters. */
  private static final int LAST_OF_PLANE = 0xFFFE;

  private final Envelope envelope;
  private final URI source;

  CloudEvents(Envelope envelope, Origin origin) {
    this.envelope = envelope;
    this.source = source(origin);
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
    CloudEvent event = event(message, content, key, time);
    headers.add(HeaderNames.ENVELOPE, "cloudevents");
    if (envelope.mode() == Envelope.Mode.CLOUDEVENTS_STRUCTURED) {
      headers.add(CONTENT_TYPE, STRUCTURED);
      return FORMAT.serialize(event);
    }
    CloudEventUtils.toReader(event).read(version -> new Binary(headers, version.toString()));
    return content.bytes();
  }

  private CloudEvent event(
      LegacyMessage message, BodyWriter.Content content, byte @Nullable [] key, long time) {
    String id = text(message, Property.MESSAGE_ID);
    String type = text(message, Property.TYPE);
    Instant own = message.property(Property.TIMESTAMP) instanceof Instant set ? set : null;
    Instant when = own != null && usable(own) ? own : Instant.ofEpochMilli(time);
    CloudEventBuilder event =
        CloudEventBuilder.v1()
            // Made from the content, two equal messages would be one to who removes duplicates.
            .withId(id == null ? UUID.randomUUID().toString() : id)
            .withSource(source)
            .withType(type == null ? envelope.type() : type)
            .withTime(when.atOffset(ZoneOffset.UTC));
    String subject = text(message, Property.ROUTING_KEY);
    if (subject != null) {
      event.withSubject(subject);
    }
    String contentType = contentType(message, content.kind());
    if (contentType == null || saysStructured(contentType)) {
      event.withData(content.bytes());
    } else {
      addData(event, contentType, content.bytes());
    }
    String partitionKey = key == null ? null : utf8(key);
    if (partitionKey != null && !partitionKey.isEmpty() && allowed(partitionKey)) {
      event.withExtension("partitionkey", partitionKey);
    }
    return event.build();
  }

  private void addData(CloudEventBuilder event, String contentType, byte[] bytes) {
    Matcher json = JSON_TYPE.matcher(contentType);
    if (envelope.mode() == Envelope.Mode.CLOUDEVENTS_STRUCTURED
        && json.matches()
        && wellFormed(bytes)) {
      // Readers such as the Java SDK know JSON by this spelling only.
      String type = json.group(1).toLowerCase(Locale.ROOT) + json.group(2);
      // As it is, spaces included: only so is it the same data.
      RawValue data = new RawValue(new String(bytes, StandardCharsets.UTF_8));
      event.withData(type, JsonCloudEventData.wrap(JsonNodeFactory.instance.rawValueNode(data)));
    } else {
      event.withData(contentType, bytes);
    }
  }

  /**
   * In binary mode a reader takes a value of this type for the event itself, and the attributes
   * beside it for nothing: the event then has no content type.
   */
  private boolean saysStructured(String contentType) {
    return envelope.mode() == Envelope.Mode.CLOUDEVENTS
        && contentType.regionMatches(true, 0, EVENTS, 0, EVENTS.length());
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
  private static boolean allowed(String text) {
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

  private static boolean wellFormed(byte[] bytes) {
    try {
      String text = utf8(bytes);
      // Some take a byte order mark before JSON; within an event nobody does.
      return text != null && !text.startsWith("\uFEFF") && !JSON.readTree(bytes).isMissingNode();
    } catch (JacksonException e) {
      return false;
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory", e);
    }
  }

  private static @Nullable String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
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
