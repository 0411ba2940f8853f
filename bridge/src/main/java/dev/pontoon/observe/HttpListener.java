package dev.pontoon.observe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves all connections of the one port on one thread, within {@link HttpLimits}: who sends
 * slowly, reads slowly or sends nothing costs a few KiB, and is the first to go when others come.
 */
final class HttpListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);

  /** At most so many before those that are there get their turn. */
  private static final int ACCEPTS = 16;

  private static final long PAUSE_MILLIS = 250;
  private static final int SCRATCH = 8 << 10;

  private final ServerSocketChannel server;
  private final Selector selector;
  private final SelectionKey accepting;
  private final HttpLimits limits;
  private final Function<HttpRequest, HttpAnswer> site;
  private final LongSupplier nanos;
  private final ByteBuffer scratch = ByteBuffer.allocate(SCRATCH);

  /** In the order in which they came, which is the order in which their time runs out. */
  private final Set<HttpConnection> connections = new LinkedHashSet<>();

  /**
   * Binds; what comes waits until {@link #start}.
   *
   * @param site what answers a request; must not wait for anything
   * @param nanos a clock that only moves forward, such as System::nanoTime
   * @throws IOException when the port can't be had
   */
  HttpListener(
      InetSocketAddress at,
      HttpLimits limits,
      Function<HttpRequest, HttpAnswer> site,
      LongSupplier nanos)
      throws IOException {
    this.limits = limits;
    this.site = site;
    this.nanos = nanos;
    this.selector = Selector.open();
    this.server = ServerSocketChannel.open();
    try {
      server.bind(at, limits.connections()).configureBlocking(false);
      accepting = server.register(selector, SelectionKey.OP_ACCEPT);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  void start() {
    Thread thread = new Thread(this::serve, "pontoon-http");
    thread.setDaemon(true);
    thread.start();
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.socket().getLocalSocketAddress();
  }

  private void serve() {
    while (server.isOpen()) {
      try {
        selector.select(waitMillis());
        serveOnce();
      } catch (IOException | RuntimeException e) {
        if (server.isOpen()) {
          LOG.atWarn().addKeyValue("why", e.toString()).log("http port has trouble");
        }
      }
    }
    connections.forEach(HttpConnection::close);
  }

  private void serveOnce() {
    boolean more = false;
    for (SelectionKey key : selector.selectedKeys()) {
      if (key == accepting) {
        more = true;
      } else {
        goOn((HttpConnection) key.attachment());
      }
    }
    selector.selectedKeys().clear();
    endLate();
    if (more) {
      accept();
    } else {
      accepting.interestOps(SelectionKey.OP_ACCEPT);
    }
  }

  private void goOn(HttpConnection connection) {
    boolean open = false;
    try {
      open = connections.contains(connection) && connection.goOn(scratch, site);
    } catch (IOException e) {
      LOG.atDebug().addKeyValue("why", e.toString()).log("http client gone");
    } finally {
      if (!open) {
        end(connection);
      }
    }
    makeRoom();
  }

  /** Of two answers that nobody takes the older one goes. */
  private void makeRoom() {
    long held = connections.stream().mapToLong(HttpConnection::held).sum();
    for (HttpConnection one : new ArrayList<>(connections)) {
      if (held > limits.answerBytes() && one.held() > 0 && one.held() < held) {
        held -= one.held();
        end(one);
      }
    }
  }

  private void accept() {
    try {
      for (int i = 0; i < ACCEPTS; i++) {
        SocketChannel channel = server.accept();
        if (channel == null) {
          return;
        }
        if (connections.size() >= limits.connections()) {
          leastWorthKeeping().ifPresent(this::end);
        }
        open(channel);
      }
    } catch (IOException e) {
      // too many open files: without a pause it would try as fast as it can
      LOG.atWarn().addKeyValue("why", e.toString()).log("http port can't accept");
      accepting.interestOps(0);
    }
  }

  private void open(SocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    SelectionKey key = channel.register(selector, 0);
    connections.add(new HttpConnection(channel, key, nanos.getAsLong(), limits.requestBytes()));
  }

  /** Who has its answer, else who came first. */
  private Optional<HttpConnection> leastWorthKeeping() {
    return connections.stream().min(Comparator.comparing(one -> !one.done()));
  }

  private void endLate() {
    long now = nanos.getAsLong();
    for (HttpConnection one : new ArrayList<>(connections)) {
      if (now - one.since() < limits.time().toNanos()) {
        return;
      }
      end(one);
    }
  }

  private void end(HttpConnection connection) {
    connections.remove(connection);
    connection.close();
  }

  private long waitMillis() {
    if (accepting.interestOps() == 0) {
      return PAUSE_MILLIS;
    }
    return connections.isEmpty() ? 0 : Math.max(1, limits.time().toMillis() / 10);
  }

  @Override
  public void close() {
    try {
      server.close();
      selector.close();
    } catch (IOException e) {
      LOG.atDebug().addKeyValue("why", e.toString()).log("http port not closed cleanly");
    }
  }
}
