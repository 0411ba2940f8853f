package dev.pontoon.mapping;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pontoon.config.RouteConfig.Envelope;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Origin;
import dev.pontoon.message.Property;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.core.CloudEventUtils;
import io.cloudevents.core.builder.CloudEventBuilder;
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
import java.util.UUID;
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
  private static final JsonFormat PLAIN = new JsonFormat();
  private static final JsonFormat BASE64 = new JsonFormat().withForceJsonDataToBase64();

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
      boolean inline = isJson(event.getDataContentType()) && wellFormed(content.bytes());
      return (inline ? PLAIN : BASE64).serialize(event);
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
      event.withData(contentType, content.bytes());
    }
    String partitionKey = key == null ? null : utf8(key);
    if (partitionKey != null && !partitionKey.isEmpty()) {
      event.withExtension("partitionkey", partitionKey);
    }
    return event.build();
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
    return value instanceof String text && !text.isEmpty() && UnicodeText.wellFormed(text)
        ? text
        : null;
  }

  private static boolean isJson(@Nullable String contentType) {
    return contentType != null
        && contentType.matches("(?i)(application|text)/([\\w.+-]+\\+)?json.*");
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
