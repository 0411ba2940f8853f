package dev.pontoon.kafka;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Asks a port whether Kafka is behind it, before Kafka's own client does: that one takes the first
 * four bytes of any answer for a length and allocates so much, a third of a gigabyte for a TLS
 * alert.
 */
final class PortProbe {
  /** Longer answers to this question there are not. */
  private static final int LONGEST = 1 << 20;

  /** The answer's length and the number of the question. */
  private static final int START = 8;

  private static final int NUMBER = 0x506f6e74;
  private static final String CLOSES =
      "closes the connection without an answer: is it Kafka's port, and not one for TLS?"
          + " ZooKeeper's does that, and so does Kafka while it starts or stops";

  private static final String KAFKA = "answers as Kafka does";
  private static final String SILENT = "does not answer";

  private static final short API_VERSIONS = 18;

  private final Duration limit;

  /**
   * @param limit for connecting, and again for the answer
   */
  PortProbe(Duration limit) {
    this.limit = limit;
  }

  /**
   * What is wrong with these addresses for a client that does not use TLS; null if nothing is, or
   * if nobody answers: Kafka's client says that itself. An address that closes its connection
   * counts only where no other answers as Kafka does: its broker may be about to start or stop.
   *
   * @param bootstrap as in {@code bootstrap.servers}
   */
  @Nullable String wrong(String bootstrap) {
    String closes = null;
    boolean answered = false;
    for (String address : bootstrap.split(",", -1)) {
      String host = Utils.getHost(address.strip());
      Integer port = Utils.getPort(address.strip());
      String answer = host == null || port == null ? SILENT : answer(host, port);
      if (answer.equals(KAFKA)) {
        answered = true;
      } else if (answer.equals(CLOSES)) {
        closes = closes == null ? address.strip() + " " + CLOSES : closes;
      } else if (!answer.equals(SILENT)) {
        return address.strip() + " " + answer;
      }
    }
    return answered ? null : closes;
  }

  private String answer(String host, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), (int) limit.toMillis());
      return ask(socket);
    } catch (SocketTimeoutException e) {
      return SILENT; // Frozen, or out of reach.
    } catch (IOException | IllegalArgumentException e) {
      return SILENT; // Not there, or the name does not resolve.
    }
  }

  private String ask(Socket socket) throws IOException {
    try {
      socket.setSoTimeout((int) limit.toMillis());
      socket.getOutputStream().write(question());
      return read(socket.getInputStream().readNBytes(START));
    } catch (SocketException e) {
      return CLOSES; // Reset: it had not read all.
    }
  }

  /** Kafka's ApiVersions, version 0: every broker answers it, before any login. */
  private static byte[] question() {
    byte[] client = "pontoon".getBytes(StandardCharsets.US_ASCII);
    ByteBuffer frame = ByteBuffer.allocate(4 + 2 + 2 + 4 + 2 + client.length);
    frame.putInt(frame.capacity() - 4).putShort(API_VERSIONS).putShort((short) 0);
    return frame.putInt(NUMBER).putShort((short) client.length).put(client).array();
  }

  /**
   * @param start of the answer; shorter where the connection was closed behind it, as after a TLS
   *     alert of seven bytes
   */
  private static String read(byte[] start) {
    if (start.length == 0) {
      return CLOSES;
    }
    ByteBuffer answer = ByteBuffer.wrap(Arrays.copyOf(start, START));
    int length = answer.getInt();
    if (length >= 0 && length <= LONGEST && answer.getInt() == NUMBER) {
      return KAFKA;
    }
    String text = new String(start, StandardCharsets.ISO_8859_1);
    if (text.startsWith("\u0015\u0003") || text.startsWith("\u0016\u0003")) {
      return "speaks TLS, and Pontoon was told not to: set kafka.security.protocol to SSL, or to"
          + " SASL_SSL where Kafka wants a login";
    } else if (text.startsWith("HTTP")) {
      return "is a port for HTTP and not Kafka's: correct kafka.bootstrap.servers";
    } else if (text.startsWith("AMQP")) {
      return "is a port for AMQP and not Kafka's: correct kafka.bootstrap.servers";
    }
    return "does not answer as Kafka does: correct kafka.bootstrap.servers";
  }
}
