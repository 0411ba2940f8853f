package dev.pontoon.rig.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pontoon.rig.Ports;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {

  private static final int SILENT = 9;

  private EchoServer server;
  private TcpProxy proxy;

  @BeforeEach
  void start() throws IOException {
    server = new EchoServer(Ports.free());
    proxy = TcpProxy.to(server.port());
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    server.close();
  }

  @Test
  void passes() throws IOException {
    try (Socket client = connect()) {
      assertThat(echo(client, 1)).isEqualTo(1);
      assertThat(proxy.connections()).isEqualTo(1);
    }
    await().untilAsserted(() -> assertThat(proxy.connections()).isZero());
  }

  @Test
  void blackHoleSwallowsAndTakesNewConnections() throws IOException {
    try (Socket before = connect()) {
      assertThat(echo(before, 1)).isEqualTo(1);
      proxy.blackHole();
      assertSilence(before);
      try (Socket during = connect()) {
        assertSilence(during);
      }
      proxy.pass();
      assertThatThrownBy(() -> echo(before, 4)).isInstanceOf(SocketException.class);
    }
    try (Socket after = connect()) {
      assertThat(echo(after, 5)).isEqualTo(5);
    }
  }

  @Test
  void holdKeepsTheStreamWhole() throws IOException {
    try (Socket client = connect()) {
      assertThat(echo(client, 1)).isEqualTo(1);
      proxy.hold();
      assertSilence(client);
      proxy.pass();
      client.setSoTimeout(5_000);
      assertThat(client.getInputStream().read()).isEqualTo(SILENT);
    }
  }

  @Test
  void resetIsAReset() throws IOException {
    try (Socket client = connect()) {
      assertThat(echo(client, 1)).isEqualTo(1);
      proxy.reset();
      assertThatThrownBy(() -> client.getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
    try (Socket next = connect()) {
      assertThat(echo(next, 2)).isEqualTo(2);
    }
  }

  @Test
  void delayComesInBothDirections() throws IOException {
    try (Socket client = connect()) {
      proxy.delay(Duration.ofMillis(60));
      long start = System.nanoTime();
      assertThat(echo(client, 1)).isEqualTo(1);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(119));
    }
  }

  @Test
  void cutsAfterSoManyBytes() throws IOException {
    try (Socket client = connect()) {
      proxy.cutAfter(3);
      assertThat(echo(client, 1)).isEqualTo(1);
      assertThatThrownBy(() -> echo(client, 2)).isInstanceOf(SocketException.class);
    }
    proxy.pass();
    try (Socket next = connect()) {
      assertThat(echo(next, 2)).isEqualTo(2);
    }
  }

  @Test
  void refusesNewOnesOnly() throws IOException {
    try (Socket client = connect()) {
      assertThat(echo(client, 1)).isEqualTo(1);
      proxy.refuse();
      assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
      assertThat(echo(client, 2)).isEqualTo(2);
      proxy.pass();
    }
    try (Socket next = connect()) {
      assertThat(echo(next, 3)).isEqualTo(3);
    }
  }

  @Test
  void targetMayRestart() throws IOException {
    int port = proxy.port();
    server.close();
    try (Socket client = connect()) {
      assertThatThrownBy(() -> echo(client, 1)).isInstanceOf(SocketException.class);
    }
    server = new EchoServer(server.port());
    assertThat(proxy.port()).isEqualTo(port);
    try (Socket client = connect()) {
      assertThat(echo(client, 2)).isEqualTo(2);
    }
  }

  private static void assertSilence(Socket client) throws IOException {
    client.setSoTimeout(200);
    assertThatThrownBy(() -> echo(client, SILENT)).isInstanceOf(SocketTimeoutException.class);
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(Ports.LOOPBACK, proxy.port());
    socket.setSoTimeout(5_000);
    return socket;
  }

  /** The end of the stream is as good as a reset here. */
  private static int echo(Socket socket, int value) throws IOException {
    socket.getOutputStream().write(value);
    int back = socket.getInputStream().read();
    if (back < 0) {
      throw new SocketException("ended");
    }
    return back;
  }

  /** Sends everything back. */
  private static final class EchoServer implements AutoCloseable {
    private final ServerSocket socket;
    private final int port;

    EchoServer(int port) throws IOException {
      this.port = port;
      socket = new ServerSocket(port, 10, InetAddress.getByName(Ports.LOOPBACK));
      run(
          () -> {
            while (!socket.isClosed()) {
              Socket client = socket.accept();
              run(() -> client.getInputStream().transferTo(client.getOutputStream()));
            }
          });
    }

    int port() {
      return port;
    }

    private static void run(Fault.Action work) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  work.run();
                } catch (Exception ignored) {
                  // A connection ended: that is what these tests are about.
                }
              });
      thread.setDaemon(true);
      thread.start();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
