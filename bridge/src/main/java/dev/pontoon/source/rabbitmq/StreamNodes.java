package dev.pontoon.source.rabbitmq;

import com.rabbitmq.client.Address;
import com.rabbitmq.stream.Constants;
import com.rabbitmq.stream.OffsetSpecification;
import com.rabbitmq.stream.impl.Client;
import dev.pontoon.source.Causes;
import dev.pontoon.source.Workers;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Connections to the nodes of a cluster over the stream protocol, as many as are needed: streams
 * are read on a node that has them. The addresses of the configuration come first; what a cluster
 * says of itself may not be reachable from here, such as behind a load balancer.
 */
final class StreamNodes implements AutoCloseable {
  private final RabbitConnector connector;
  private final String name;
  private final Consumer<String> ended;
  private final EventLoopGroup sockets =
      new NioEventLoopGroup(1, Workers.threads("pontoon-stream"));
  private final List<StreamNode> open = new ArrayList<>();
  private boolean closed;

  /** No node answers in the stream protocol. */
  static final class UnreachableException extends IOException {
    UnreachableException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * @param name of the connections, for people who look at the broker
   * @param ended told when one of them ends by itself
   */
  StreamNodes(RabbitConnector connector, String name, Consumer<String> ended) {
    this.connector = connector;
    this.name = name;
    this.ended = ended;
  }

  /**
   * A connection to a node of the configuration.
   *
   * @throws UnreachableException when none answers
   */
  synchronized StreamNode any() throws UnreachableException {
    if (!open.isEmpty()) {
      return open.get(0);
    }
    RuntimeException last = new IllegalStateException("no address");
    for (Address address : connector.addresses()) {
      try {
        return connect(address.getHost(), connector.streamPort());
      } catch (RuntimeException e) {
        last = e;
      }
    }
    throw new UnreachableException(
        "no stream protocol at port " + connector.streamPort() + ": " + Causes.of(last), last);
  }

  private StreamNode connect(String host, int port) {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    StreamNode node =
        new StreamNode(
            connector
                .streams()
                .host(host)
                .port(port)
                .eventLoopGroup(sockets)
                .clientProperty("connection_name", name)
                .bootstrapCustomizer(
                    bootstrap ->
                        bootstrap.option(
                            ChannelOption.CONNECT_TIMEOUT_MILLIS, connector.connectMillis())),
            ended);
    open.add(node);
    return node;
  }

  /**
   * Lets messages of a stream flow, from a node that has it.
   *
   * @throws IOException when no node does that; the message is shown to the operator
   */
  synchronized void subscribe(
      String stream, OffsetSpecification at, Map<String, String> properties, StreamNode.Taker taker)
      throws IOException {
    short code = 0;
    for (StreamNode node : List.copyOf(open.isEmpty() ? List.of(any()) : open)) {
      code = node.subscribe(stream, at, properties, taker);
      if (code == Constants.RESPONSE_CODE_OK) {
        return;
      }
    }
    List<String> tried = new ArrayList<>();
    for (Client.Broker member : any().members(stream)) {
      String shown = member.getHost() + ":" + member.getPort();
      try {
        code = connect(member.getHost(), member.getPort()).subscribe(stream, at, properties, taker);
        if (code == Constants.RESPONSE_CODE_OK) {
          return;
        }
        tried.add(shown + " answers " + code);
      } catch (RuntimeException e) {
        tried.add(shown + ": " + Causes.of(e));
      }
    }
    throw new IOException(
        "the stream "
            + stream
            + " can't be read from "
            + connector.shown()
            + " (answer "
            + code
            + ") nor from the nodes that have it ("
            + String.join("; ", tried)
            + "); their names are those that RabbitMQ advertises");
  }

  @Override
  public synchronized void close() {
    closed = true;
    for (StreamNode node : open) {
      try {
        node.close();
      } catch (RuntimeException e) {
        // It had ended already.
      }
    }
    open.clear();
    var unused = sockets.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
