package dev.pontoon.source.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.impl.AMQConnection;
import com.rabbitmq.client.impl.Frame;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;

/**
 * What the broker sent about the message that is being delivered, byte for byte: the client makes
 * text of it, which says less. For connections with one channel that reads; only for the thread
 * that reads the socket.
 */
final class WireFrames {
  private static final byte[] NONE = {};
  private static final int BASIC = 60;
  private static final int DELIVER = 60;

  /** Class and weight come before the size of the body. */
  private static final int BODY_SIZE = 4;

  private byte[] deliver = NONE;
  private byte[] header = NONE;
  private LongConsumer beforeBody = size -> {};

  /**
   * @param room told the size of each body before it is read; may wait, and the broker waits with
   *     it
   */
  void beforeBody(LongConsumer room) {
    beforeBody = room;
  }

  /** Of a connection that a {@link RabbitConnector} opened. */
  static WireFrames of(Connection connection) {
    return ((FrameWatch) ((AMQConnection) connection).getFrameHandler()).seen();
  }

  /** Keeps the frame if it belongs to a message; a reference, no copy. */
  void saw(Frame frame) {
    if (frame.type == AMQP.FRAME_HEADER) {
      header = frame.getPayload();
      beforeBody.accept(ByteBuffer.wrap(header).getLong(BODY_SIZE));
    } else if (frame.type == AMQP.FRAME_METHOD) {
      byte[] payload = frame.getPayload();
      if (payload.length > 4 && payload[1] == BASIC && payload[3] == DELIVER) {
        deliver = payload;
      }
    }
  }

  /** Exchange, routing key and what else a delivery begins with. */
  byte[] deliver() {
    return deliver;
  }

  /** The message's properties. */
  byte[] header() {
    return header;
  }
}
