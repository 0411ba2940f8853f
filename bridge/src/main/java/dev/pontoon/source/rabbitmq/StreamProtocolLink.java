package dev.pontoon.source.rabbitmq;

import com.rabbitmq.client.Connection;
import com.rabbitmq.stream.Constants;
import com.rabbitmq.stream.OffsetSpecification;
import com.rabbitmq.stream.impl.Client;
import dev.pontoon.config.From;
import dev.pontoon.config.StreamStart;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Origin;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a stream, or the partitions of a super stream, over RabbitMQ's stream protocol. */
final class StreamProtocolLink implements StreamLink {
  /** Messages that are there come at once; nobody says that there are none. */
  private static final long LOOK_MILLIS = 5_000;

  private final RabbitConnector connector;
  private final Origin origin;
  private final From.RabbitStream from;
  private final Receiver receiver;
  private final StreamNodes nodes;
  private final List<String> streams;
  private final PartitionWatch watch;

  /**
   * Connects and makes sure that the name is that of a stream.
   *
   * @param later runs a task after {@link PartitionWatch#LOOK} on a thread that may block
   * @throws StreamNodes.UnreachableException when the broker does not speak this protocol
   * @throws Exception when it can't be read; the message is shown to the operator
   */
  StreamProtocolLink(
      RabbitConnector connector,
      Origin origin,
      From.RabbitStream from,
      Consumer<Runnable> later,
      Receiver receiver)
      throws Exception {
    this.connector = connector;
    this.origin = origin;
    this.from = from;
    this.receiver = receiver;
    this.nodes = new StreamNodes(connector, "pontoon " + origin.route(), receiver::ended);
    try {
      this.streams = find();
    } catch (Exception e) {
      nodes.close();
      throw e;
    }
    String name = from.stream();
    this.watch =
        new PartitionWatch(
            name, streams, () -> nodes.any().partitions(name), later, receiver::ended);
    if (!streams.equals(List.of(name))) {
      watch.start();
    }
  }

  private List<String> find() throws Exception {
    StreamNode node = nodes.any();
    if (!from.filter().isEmpty() && !node.filters()) {
      throw StreamChecks.cannotFilter(from.stream(), node.version());
    }
    Client.StreamMetadata known = node.metadata(from.stream());
    if (known.isResponseOk()) {
      return List.of(from.stream());
    }
    List<String> partitions = node.partitions(from.stream());
    if (!partitions.isEmpty()) {
      return partitions;
    }
    if (known.getResponseCode() == Constants.RESPONSE_CODE_STREAM_DOES_NOT_EXIST) {
      try (Connection amqp = connector.open("pontoon " + origin.route())) {
        StreamChecks.isStream(amqp, from.stream(), connector.shown());
      }
    }
    throw new IOException(
        "the stream " + from.stream() + " has no node that can be read from at present");
  }

  @Override
  public List<String> streams() {
    return streams;
  }

  @Override
  public @Nullable LegacyMessage first(String stream, StreamStart at) throws Exception {
    CompletableFuture<LegacyMessage> found = new CompletableFuture<>();
    StreamMessages messages = new StreamMessages(origin, from.stream());
    try (StreamNodes asked =
        new StreamNodes(
            connector,
            "pontoon " + origin.route() + " position",
            why -> found.completeExceptionally(new IOException(why)))) {
      asked.subscribe(
          stream,
          place(at),
          Map.of(),
          (offset, encoded) -> {
            if (!found.isDone()) {
              found.complete(messages.read(stream, offset, encoded));
            }
          });
      return found.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return null;
    }
  }

  @Override
  public void read(String stream, StreamStart start) throws IOException {
    StreamMessages messages = new StreamMessages(origin, from.stream());
    Map<String, String> properties = new LinkedHashMap<>();
    for (int i = 0; i < from.filter().size(); i++) {
      properties.put("filter." + i, from.filter().get(i));
    }
    nodes.subscribe(
        stream,
        place(start),
        properties,
        (offset, encoded) -> receiver.message(messages.read(stream, offset, encoded)));
  }

  private static OffsetSpecification place(StreamStart start) {
    return switch (start.kind()) {
      case FIRST -> OffsetSpecification.first();
      case LAST -> OffsetSpecification.last();
      case NEXT -> OffsetSpecification.next();
      case OFFSET -> OffsetSpecification.offset(start.value());
      case TIMESTAMP -> OffsetSpecification.timestamp(start.value());
    };
  }

  /** Nothing to do: the broker counts chunks, and gets its credit when one is done with. */
  @Override
  public void acknowledge(long sequence) {}

  @Override
  public void close() {
    watch.close();
    nodes.close();
  }
}
