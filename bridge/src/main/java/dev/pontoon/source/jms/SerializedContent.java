package dev.pontoon.source.jms;

import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.InflaterInputStream;
import org.apache.activemq.command.ActiveMQMessage;
import org.apache.activemq.util.ByteSequence;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A message's content as the provider keeps it, where it can be had without deserialising. */
final class SerializedContent {
  private static final Logger LOG = LoggerFactory.getLogger(SerializedContent.class);

  private SerializedContent() {}

  /** The bytes, or null where the provider does not give them. */
  static byte @Nullable [] of(Message message) {
    try {
      if (message instanceof ActiveMQMessage classic) {
        return classic(classic);
      } else if (ArtemisClient.isArtemis(message)) {
        return artemis(message);
      } else if (QpidClient.isQpid(message)) {
        return new QpidClient().content(message);
      }
    } catch (IOException | ReflectiveOperationException | RuntimeException e) {
      LOG.atDebug().setCause(e).log("content can't be read without deserialising");
    }
    return null;
  }

  private static byte @Nullable [] classic(ActiveMQMessage message) throws IOException {
    ByteSequence content = message.getContent();
    if (content == null) {
      return null;
    }
    byte[] bytes = new byte[content.getLength()];
    System.arraycopy(content.getData(), content.getOffset(), bytes, 0, bytes.length);
    if (message.isCompressed() && message instanceof ObjectMessage) {
      try (InflaterInputStream inflated =
          new InflaterInputStream(new ByteArrayInputStream(bytes))) {
        return inflated.readAllBytes();
      }
    }
    return bytes;
  }

  /** Of an object Artemis writes the length, then its serialised form. */
  private static byte[] artemis(Message message) throws ReflectiveOperationException {
    Object core = message.getClass().getMethod("getCoreMessage").invoke(message);
    Object buffer = core.getClass().getMethod("getReadOnlyBodyBuffer").invoke(core);
    String length = message instanceof ObjectMessage ? "readInt" : "readableBytes";
    byte[] bytes = new byte[(int) buffer.getClass().getMethod(length).invoke(buffer)];
    buffer.getClass().getMethod("readBytes", byte[].class).invoke(buffer, bytes);
    return bytes;
  }
}
