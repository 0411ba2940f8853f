package dev.pontoon.rig;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports of this machine. */
public final class Ports {

  /** Everything listens here and nowhere else. */
  public static final String LOOPBACK = "127.0.0.1";

  /**
   * Below the range that systems give to outgoing connections (Linux: from 32768). From that range
   * a client that keeps knocking at a dead broker's port can get this very port as its own, is then
   * connected to itself, and the broker can't come back.
   */
  private static final int LOWEST = 18_000;

  private static final int HIGHEST = 32_000;

  private static final int TRIES = 1_000;

  private Ports() {}

  /** A port on which nobody listens now. Random, so that test runs at the same time don't meet. */
  public static int free() {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException(
        "no free port found between " + LOWEST + " and " + HIGHEST + " in " + TRIES + " tries");
  }

  /** True if someone accepts connections on this port of the loopback address. */
  public static boolean isOpen(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(LOOPBACK, port), 1_000);
      return true;
    } catch (IOException expected) {
      return false;
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(LOOPBACK))) {
      return socket.isBound();
    } catch (IOException expected) {
      return false;
    }
  }
}
