package dev.pontoon.source.rabbitmq;

import com.rabbitmq.stream.Codec;
import com.rabbitmq.stream.Constants;
import com.rabbitmq.stream.Message;
import com.rabbitmq.stream.MessageBuilder;
import com.rabbitmq.stream.OffsetSpecification;
import com.rabbitmq.stream.Properties;
import com.rabbitmq.stream.impl.Client;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One connection of the stream protocol, which is never used again once it has ended. Its messages
 * are handled on one thread of its own, so that a receiver that waits for Kafka keeps neither
 * heartbeats nor answers from arriving. Memory is bounded by credit: the broker sends two chunks,
 * and another one when one is done with.
 */
final class StreamNode implements AutoCloseable {
  private static final int CHUNKS = 2;

  private final Client client;
  private final Map<Byte, Subscription> subscriptions = new ConcurrentHashMap<>();
  private final AtomicInteger ids = new AtomicInteger();

  /** Takes a message as it is encoded. */
  interface Taker {
    void take(long offset, byte[] encoded) throws InterruptedException;
  }

  private record Subscription(String stream, Taker taker) {}

  /**
   * Connects and logs in.
   *
   * @param ended told once with the reason when it ends by itself, and for each stream that moves
   */
  StreamNode(Client.ClientParameters parameters, Consumer<String> ended) {
    this.client =
        new Client(
            parameters
                .codec(new Undecoded())
                .chunkListener((by, id, offset, messages, size) -> new Chunk(messages))
                .messageListener(
                    (id, offset, time, committed, chunk, message) -> {
                      deliver(id, offset, message, ended);
                      done(id, (Chunk) chunk);
                    })
                .messageIgnoredListener(
                    (id, offset, time, committed, chunk) -> done(id, (Chunk) chunk))
                .metadataListener(
                    (stream, code) ->
                        ended.accept("the stream " + stream + " was deleted or has moved"))
                .shutdownListener(
                    cause -> {
                      if (cause.getShutdownReason()
                          != Client.ShutdownContext.ShutdownReason.CLIENT_CLOSE) {
                        ended.accept("connection lost: " + cause.getShutdownReason());
                      }
                    }));
  }

  private void deliver(byte id, long offset, Message message, Consumer<String> ended) {
    Subscription subscription = subscriptions.get(id);
    if (subscription == null) {
      return;
    }
    try {
      subscription.taker().take(offset, ((Encoded) message).bytes());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ended.accept("interrupted");
    } catch (RuntimeException | LinkageError e) {
      ended.accept("a message of " + subscription.stream() + " could not be handled: " + e);
    }
  }

  private void done(byte id, Chunk chunk) {
    if (--chunk.left == 0 && client.isOpen()) {
      client.credit(id, 1);
    }
  }

  /**
   * Lets messages flow.
   *
   * @return the broker's answer, {@link Constants#RESPONSE_CODE_OK} if they do
   */
  short subscribe(
      String stream, OffsetSpecification at, Map<String, String> properties, Taker taker) {
    byte id = (byte) ids.getAndIncrement();
    subscriptions.put(id, new Subscription(stream, taker));
    short code = client.subscribe(id, stream, at, CHUNKS, properties).getResponseCode();
    if (code != Constants.RESPONSE_CODE_OK) {
      subscriptions.remove(id);
    }
    return code;
  }

  /** What the cluster says of the stream. */
  Client.StreamMetadata metadata(String stream) {
    return Objects.requireNonNull(client.metadata(stream).get(stream));
  }

  /** The nodes that have the stream, those that only follow first. */
  List<Client.Broker> members(String stream) {
    Client.StreamMetadata known = metadata(stream);
    List<Client.Broker> members = new ArrayList<>(known.getReplicas());
    if (known.getLeader() != null) {
      members.add(known.getLeader());
    }
    return members;
  }

  /** The partitions of the super stream of this name; empty where there is none. */
  List<String> partitions(String superStream) {
    return client.partitions(superStream);
  }

  boolean filters() {
    return client.filteringSupported();
  }

  String version() {
    return client.brokerVersion();
  }

  boolean isOpen() {
    return client.isOpen();
  }

  @Override
  public void close() {
    client.close();
  }

  /** Messages of a chunk that are not done with; used by the thread that handles them. */
  private static final class Chunk {
    private long left;

    Chunk(long messages) {
      this.left = messages;
    }
  }

  /** Leaves the bytes as they are. */
  private static final class Undecoded implements Codec {
    @Override
    public EncodedMessage encode(Message message) {
      throw new UnsupportedOperationException("streams are read, never written");
    }

    @Override
    public Message decode(byte[] data) {
      return new Encoded(data);
    }

    @Override
    public MessageBuilder messageBuilder() {
      throw new UnsupportedOperationException("streams are read, never written");
    }
  }

  private record Encoded(byte[] bytes) implements Message {
    @Override
    public boolean hasPublishingId() {
      return false;
    }

    @Override
    public long getPublishingId() {
      return 0;
    }

    @Override
    public byte[] getBodyAsBinary() {
      return bytes;
    }

    @Override
    public Object getBody() {
      return bytes;
    }

    @Override
    public Properties getProperties() {
      throw new UnsupportedOperationException("not decoded");
    }

    @Override
    public Map<String, Object> getApplicationProperties() {
      return Map.of();
    }

    @Override
    public Map<String, Object> getMessageAnnotations() {
      return Map.of();
    }
  }
}
