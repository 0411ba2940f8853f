package dev.pontoon.source.jms;

import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Origin;
import dev.pontoon.source.Causes;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.command.ActiveMQMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads messages, and tells a damaged message from a connection that dies while a message is read:
 * what can't be read, and was not in memory as a whole, is asked for again, and if it can't be read
 * then either, it is damaged. A damaged message never stops the reader: it comes out with what can
 * be read of it.
 *
 * <p>Used by one reader at a time; lives as long as the route.
 */
final class DamagedMessages {
  private static final Logger LOG = LoggerFactory.getLogger(DamagedMessages.class);

  /** More than a batch can have. */
  private static final int MOST = 10_000;

  private final Origin origin;
  private final JmsMessageReader reader;

  /** Ids of what could not be read once; a batch may have many, and all come again together. */
  private final Set<String> suspects =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > MOST;
            }
          });

  DamagedMessages(Origin origin) {
    this.origin = origin;
    this.reader = new JmsMessageReader(origin);
  }

  /**
   * @throws JMSException when it can't be read for the first time: start over from the queue
   */
  LegacyMessage read(Receiver.Received received) throws JMSException {
    Message message = received.message();
    if (received.damage() != null) {
      return damaged(message, message.getJMSMessageID(), received.damage());
    }
    try {
      return reader.read(message);
    } catch (JMSException | RuntimeException e) {
      String id = message.getJMSMessageID();
      if (id != null && !isLoaded(message) && isNew(id)) {
        JMSException again = new JMSException("message " + id + " can't be read: " + Causes.of(e));
        again.initCause(e);
        throw again;
      }
      return damaged(message, id, Causes.of(e));
    }
  }

  private LegacyMessage damaged(Message message, @Nullable String id, String reason) {
    LOG.atWarn()
        .addKeyValue("route", origin.route())
        .addKeyValue("queue", origin.queue())
        .addKeyValue("messageId", id)
        .addKeyValue("reason", reason)
        .log("message can't be read: passed on for the dead letters");
    return reader.readDamaged(message, "it can't be read: " + reason);
  }

  /** What is in memory will not be better the next time. */
  private static boolean isLoaded(Message message) {
    return message instanceof ActiveMQMessage
        || QpidClient.isQpid(message)
        || ArtemisClient.isLoaded(message);
  }

  private boolean isNew(String id) {
    synchronized (suspects) {
      return suspects.add(id);
    }
  }
}
