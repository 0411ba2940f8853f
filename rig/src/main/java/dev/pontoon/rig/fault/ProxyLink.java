package dev.pontoon.rig.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.function.Consumer;

/** One client's connection through a proxy. */
final class ProxyLink {

  private static final int BUFFER = 32 * 1024;

  private final Socket client;
  private final Socket server;
  private final Weather weather;
  private final Consumer<ProxyLink> onEnd;
  private volatile boolean torn;

  ProxyLink(Socket client, Socket server, Weather weather, Consumer<ProxyLink> onEnd) {
    this.client = client;
    this.server = server;
    this.weather = weather;
    this.onEnd = onEnd;
  }

  boolean isTorn() {
    return torn;
  }

  void pumpUp() {
    pump(client, server);
  }

  void pumpDown() {
    pump(server, client);
  }

  /** RST to both sides. */
  void reset() {
    end(client, true);
    end(server, true);
    onEnd.accept(this);
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (!handOn(buffer, n, out)) {
          reset();
          return;
        }
      }
      finish();
    } catch (IOException e) {
      reset();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      reset();
    }
  }

  private boolean handOn(byte[] buffer, int n, OutputStream out)
      throws IOException, InterruptedException {
    switch (weather.fate(n)) {
      case DELIVER -> out.write(buffer, 0, n);
      case SWALLOW -> torn = true;
      case CUT -> {
        out.write(buffer, 0, weather.beforeTheCut(n));
        return false;
      }
    }
    return true;
  }

  /** One side said goodbye. In a black hole the other does not hear of it. */
  private void finish() {
    if (!torn) {
      end(client, false);
      end(server, false);
      onEnd.accept(this);
    }
  }

  private static void end(Socket socket, boolean hard) {
    try (socket) {
      if (hard && !socket.isClosed()) {
        socket.setSoLinger(true, 0);
      }
    } catch (IOException expected) {
      // It was gone already.
    }
  }
}
