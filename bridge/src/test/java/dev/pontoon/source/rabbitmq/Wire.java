package dev.pontoon.source.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.impl.AMQContentHeader;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Frame;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Origin;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A delivery as the broker sends it, and the client reads it. */
final class Wire {
  static final Origin ORIGIN = new Origin("r", "rabbitmq", "c", "q", false);
  private static final int CLASS_ID = 2;

  private final WireFrames frames = new WireFrames();
  private Envelope envelope = new Envelope(5, true, "ex", "key");

  Wire() {
    try {
      frames.saw(new AMQImpl.Basic.Deliver("tag", 5, true, "ex", "key").toFrame(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With this method frame instead. */
  Wire deliver(Envelope asTheClientSays, byte[] payload) {
    envelope = asTheClientSays;
    frames.saw(new Frame(AMQP.FRAME_METHOD, 1, payload));
    return this;
  }

  LegacyMessage read(AMQContentHeader sent, byte[] body) {
    try {
      return read(sent.toFrame(1, body.length).getPayload(), body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  LegacyMessage read(byte[] header, byte[] body) {
    frames.saw(new Frame(AMQP.FRAME_HEADER, 1, header));
    return new AmqpMessages(ORIGIN, frames).read(envelope, properties(header), body);
  }

  /** What the client makes of a content header. */
  static AMQP.BasicProperties properties(byte[] header) {
    try {
      return new AMQP.BasicProperties(
          new DataInputStream(
              new ByteArrayInputStream(header, CLASS_ID, header.length - CLASS_ID)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
