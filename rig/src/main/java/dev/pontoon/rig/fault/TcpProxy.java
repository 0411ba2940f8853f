package dev.pontoon.rig.fault;

import dev.pontoon.rig.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Stands between clients and a broker and spoils their connections. Its port stays the same while
 * the broker restarts. Ours, because the well-known one (Toxiproxy) is a binary that would have to
 * be fetched by every build, and little of it is needed.
 *
 * <p>Every method takes effect at once, on open connections too, and {@link #pass} ends them all.
 * All methods may be called from any thread.
 */
public final class TcpProxy implements AutoCloseable {

  private static final int BACKLOG = 128;
  private static final int CONNECT_MILLIS = 2_000;

  private final int port;
  private final int target;
  private final Weather weather = new Weather();
  private final Set<ProxyLink> links = ConcurrentHashMap.newKeySet();
  private @Nullable ServerSocket listener;
  private @Nullable Thread accepting;

  private TcpProxy(int port, int target) {
    this.port = port;
    this.target = target;
  }

  /** A proxy on a free port; nobody need listen on the target yet. */
  public static TcpProxy to(int target) {
    return between(Ports.free(), target);
  }

  /** A proxy on this port, for brokers that must know it before they start. */
  public static TcpProxy between(int port, int target) {
    TcpProxy proxy = new TcpProxy(port, target);
    proxy.listen();
    return proxy;
  }

  /** Where clients connect. */
  public int port() {
    return port;
  }

  /** How many connections are open through it. */
  public int connections() {
    return links.size();
  }

  /**
   * All is well again. What was held goes on its way; connections of which bytes were swallowed are
   * reset, for their streams are torn.
   */
  public synchronized void pass() {
    weather.clear();
    links.stream().filter(ProxyLink::isTorn).forEach(ProxyLink::reset);
    listen();
  }

  /** Takes connections and bytes of both sides and gives nothing on, nor any sign of it. */
  public void blackHole() {
    weather.swallow();
  }

  /** As if the cable were unplugged: what is sent stays underway until {@link #pass}. */
  public void hold() {
    weather.hold();
  }

  /** Every piece of data arrives this much later, in both directions. */
  public void delay(Duration delay) {
    weather.delay(delay);
  }

  /** After this many bytes more, of both directions together, open connections are reset. */
  public void cutAfter(long bytes) {
    weather.cutAfter(bytes);
  }

  /** Resets (RST) all open connections, once. */
  public void reset() {
    links.forEach(ProxyLink::reset);
  }

  /** Refuses new connections until {@link #pass}; open ones stay. */
  public synchronized void refuse() {
    if (listener == null || accepting == null) {
      return;
    }
    try {
      listener.close();
      // The system listens on until the thread in accept() has noticed.
      accepting.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    listener = null;
    accepting = null;
  }

  @Override
  public void close() {
    refuse();
    weather.clear();
    reset();
  }

  private synchronized void listen() {
    if (listener != null) {
      return;
    }
    try {
      ServerSocket opened = new ServerSocket();
      opened.setReuseAddress(true);
      opened.bind(new InetSocketAddress(InetAddress.getByName(Ports.LOOPBACK), port), BACKLOG);
      listener = opened;
      accepting = daemon("accept", () -> accept(opened));
    } catch (IOException e) {
      throw new UncheckedIOException("the proxy can't listen on port " + port, e);
    }
  }

  private void accept(ServerSocket from) {
    while (!from.isClosed()) {
      try {
        Socket client = from.accept();
        daemon("connect", () -> connect(client));
      } catch (IOException expected) {
        // Closed by refuse(), or the client went away in between.
      }
    }
  }

  /** A client that comes while the broker is down is reset, which is what it would see there. */
  private void connect(Socket client) {
    Socket server = new Socket();
    ProxyLink link = new ProxyLink(client, server, weather, links::remove);
    links.add(link);
    try {
      server.connect(new InetSocketAddress(Ports.LOOPBACK, target), CONNECT_MILLIS);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      daemon("up", link::pumpUp);
      daemon("down", link::pumpDown);
    } catch (IOException e) {
      link.reset();
    }
  }

  private Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, "proxy-" + port + "-" + name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
