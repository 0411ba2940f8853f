package dev.pontoon.source.rabbitmq;

import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Origin;
import dev.pontoon.message.Property;
import dev.pontoon.message.Weight;
import dev.pontoon.source.PlainValues;
import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.AmqpSequence;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.Header;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.apache.qpid.proton.codec.AMQPDefinedTypes;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.EncoderImpl;
import org.jspecify.annotations.Nullable;

/**
 * A stream holds AMQP 1.0. The broker makes AMQP 0-9-1 of that for a reader of a queue; this does
 * the same by the same rules, so that a message becomes the same record whichever way it was read.
 * What AMQP 0-9-1 has no type for (values as bodies, milliseconds) stays as it was published. For
 * one thread.
 */
final class StreamMessages {
  private static final String BASIC = "x-basic-";
  private static final String EXCHANGE = "x-exchange";
  private static final String ROUTING_KEY = "x-routing-key";

  /** RabbitMQ 4 writes queue names as addresses. */
  private static final String QUEUES = "/queues/";

  private final Origin origin;
  private final String whole;
  private final DecoderImpl decoder = new DecoderImpl();

  /**
   * @param whole the stream of the route; another one is a partition of it
   */
  StreamMessages(Origin origin, String whole) {
    this.origin = origin;
    this.whole = whole;
    AMQPDefinedTypes.registerAllTypes(decoder, new EncoderImpl(decoder));
  }

  /** Never fails: what can't be decoded becomes an unreadable body. */
  LegacyMessage read(String stream, long offset, byte[] encoded) {
    Map<Property, Object> properties = new EnumMap<>(Property.class);
    Map<String, @Nullable Object> headers = new LinkedHashMap<>();
    properties.put(Property.EXCHANGE, "");
    properties.put(Property.ROUTING_KEY, stream);
    Body body;
    try {
      body = sections(encoded, properties, headers);
    } catch (RuntimeException | StackOverflowError e) {
      body = new Body.Unreadable("the message is not valid AMQP 1.0: " + e, encoded);
    }
    properties.put(Property.STREAM_OFFSET, offset);
    if (!stream.equals(whole)) {
      properties.put(Property.STREAM, stream);
    }
    return new LegacyMessage(origin, properties, CopyHeaders.restored(headers), body, false);
  }

  private Body sections(
      byte[] encoded, Map<Property, Object> properties, Map<String, @Nullable Object> headers) {
    Content content = new Content();
    decoder.setByteBuffer(ByteBuffer.wrap(encoded));
    while (decoder.getByteBufferRemaining() > 0) {
      Object section = decoder.readObject();
      if (section instanceof Header header) {
        delivery(header, properties);
      } else if (section instanceof MessageAnnotations notes && notes.getValue() != null) {
        notes
            .getValue()
            .forEach((name, value) -> annotation(name.toString(), value, properties, headers));
      } else if (section instanceof Properties standard) {
        standard(standard, properties, headers);
      } else if (section instanceof ApplicationProperties own && own.getValue() != null) {
        own.getValue().forEach((name, value) -> application(name, value, properties, headers));
      } else {
        content.add(section);
      }
    }
    return content.body();
  }

  private static void delivery(Header header, Map<Property, Object> properties) {
    if (header.getDurable() != null) {
      properties.put(Property.DELIVERY_MODE, header.getDurable() ? 2 : 1);
    }
    if (header.getPriority() != null) {
      properties.put(Property.PRIORITY, header.getPriority().intValue());
    }
    if (header.getTtl() != null) {
      properties.put(Property.EXPIRATION, String.valueOf(header.getTtl().longValue()));
    }
  }

  private static void annotation(
      String name,
      @Nullable Object value,
      Map<Property, Object> properties,
      Map<String, @Nullable Object> headers) {
    if (name.equals(EXCHANGE)) {
      properties.put(Property.EXCHANGE, String.valueOf(value));
    } else if (name.equals(ROUTING_KEY)) {
      properties.put(Property.ROUTING_KEY, String.valueOf(value));
    } else if (name.startsWith(BASIC)) {
      basic(name, value, properties);
    } else if (name.startsWith("x-")) {
      headers.put(name, PlainValues.plain(value));
    }
  }

  private static void application(
      String name,
      @Nullable Object value,
      Map<Property, Object> properties,
      Map<String, @Nullable Object> headers) {
    if (!name.startsWith(BASIC) || !basic(name, value, properties)) {
      headers.put(name, PlainValues.plain(value));
    }
  }

  /** What AMQP 0-9-1 has a place for and AMQP 1.0 has none. Returns whether it is such a thing. */
  private static boolean basic(
      String name, @Nullable Object value, Map<Property, Object> properties) {
    Property property =
        switch (name.substring(BASIC.length())) {
          case "type" -> Property.TYPE;
          case "app-id" -> Property.APP_ID;
          case "cluster-id" -> Property.CLUSTER_ID;
          case "expiration" -> Property.EXPIRATION;
          case "priority" -> Property.PRIORITY;
          case "delivery-mode" -> Property.DELIVERY_MODE;
          default -> null;
        };
    if (property == null || value == null) {
      return false;
    }
    boolean number = property.type() == Integer.class && value instanceof Number;
    properties.put(property, number ? (Object) ((Number) value).intValue() : value.toString());
    return true;
  }

  private static void standard(
      Properties from, Map<Property, Object> properties, Map<String, @Nullable Object> headers) {
    id(from.getMessageId(), Property.MESSAGE_ID, properties, headers);
    id(from.getCorrelationId(), Property.CORRELATION_ID, properties, headers);
    put(properties, Property.REPLY_TO, queue(from.getReplyTo()));
    put(properties, Property.APP_ID, from.getGroupId());
    put(properties, Property.CONTENT_TYPE, from.getContentType());
    put(properties, Property.CONTENT_ENCODING, from.getContentEncoding());
    Binary user = from.getUserId();
    if (user != null) {
      properties.put(Property.USER_ID, WireText.value(bytes(user)));
    }
    Date made = from.getCreationTime();
    if (made != null) {
      Instant time = Instant.ofEpochMilli(made.getTime());
      properties.put(Property.TIMESTAMP, time.truncatedTo(ChronoUnit.SECONDS));
    }
  }

  private static void id(
      @Nullable Object id,
      Property property,
      Map<Property, Object> properties,
      Map<String, @Nullable Object> headers) {
    if (id instanceof Binary binary) {
      headers.put("x-" + property.text(), bytes(binary));
    } else if (id instanceof UUID uuid) {
      properties.put(property, "urn:uuid:" + uuid);
    } else if (id instanceof UnsignedLong || id instanceof String) {
      properties.put(property, id.toString());
    }
  }

  private static @Nullable String queue(@Nullable String address) {
    return address == null || !address.startsWith(QUEUES)
        ? address
        : URLDecoder.decode(
            address.substring(QUEUES.length()).replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static void put(
      Map<Property, Object> properties, Property property, @Nullable Object text) {
    if (text != null) {
      properties.put(property, text.toString());
    }
  }

  private static byte[] bytes(Binary binary) {
    ByteBuffer buffer = binary.asByteBuffer();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  /** The body sections of one message; several of data or of sequences are one body. */
  private static final class Content {
    private byte @Nullable [] data;
    private @Nullable ByteArrayOutputStream more;
    private @Nullable List<@Nullable Object> sequence;
    private @Nullable Object value;

    void add(@Nullable Object section) {
      if (section instanceof Data part && part.getValue() != null) {
        data(bytes(part.getValue()));
      } else if (section instanceof AmqpSequence part && part.getValue() != null) {
        sequence = sequence == null ? new ArrayList<>() : sequence;
        sequence.addAll(part.getValue());
      } else if (section instanceof AmqpValue part) {
        value = part.getValue();
      }
    }

    private void data(byte[] bytes) {
      if (data == null) {
        data = bytes;
        return;
      }
      if (more == null) {
        more = new ByteArrayOutputStream();
        more.writeBytes(data);
      }
      more.writeBytes(bytes);
    }

    Body body() {
      if (more != null) {
        return new Body.Bytes(more.toByteArray());
      } else if (data != null) {
        return data.length == 0 ? Body.Bytes.EMPTY : new Body.Bytes(data);
      }
      Object plain = PlainValues.plain(sequence == null ? value : sequence);
      return plain == null ? Body.Bytes.EMPTY : body(plain);
    }

    @SuppressWarnings("unchecked") // plain maps have text as keys
    private static Body body(Object plain) {
      if (plain instanceof String text) {
        return new Body.Text(text);
      } else if (plain instanceof byte[] bytes) {
        return new Body.Bytes(bytes);
      } else if (plain instanceof Map<?, ?> map) {
        return new Body.Fields((Map<String, @Nullable Object>) map, Weight.of(map));
      } else if (plain instanceof List<?> list) {
        return new Body.Values((List<@Nullable Object>) list, Weight.of(list));
      }
      return new Body.Value(plain);
    }
  }
}
