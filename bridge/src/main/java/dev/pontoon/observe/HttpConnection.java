package dev.pontoon.observe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection: one request, one answer, the end. What a client sends behind its request is
 * thrown away. Only for the thread of {@link HttpListener}.
 */
final class HttpConnection {
  private static final int FIRST_BYTES = 1024;

  private final SocketChannel channel;
  private final SelectionKey key;
  private final long since;
  private final int most;

  private byte[] head = new byte[FIRST_BYTES];
  private int length;

  /** Bytes of the line that is being received, to see the empty one. */
  private int line;

  private @Nullable ByteBuffer answer;

  /**
   * @param key without interest yet
   * @param since when it was accepted, on the listener's clock
   * @param most bytes of a request
   */
  HttpConnection(SocketChannel channel, SelectionKey key, long since, int most) {
    this.channel = channel;
    this.key = key;
    this.since = since;
    this.most = most;
    key.attach(this);
    key.interestOps(SelectionKey.OP_READ);
  }

  long since() {
    return since;
  }

  /** Bytes of an answer that the client has not taken. */
  int held() {
    return answer == null || !answer.hasRemaining() ? 0 : answer.capacity();
  }

  /** Whether it only waits for the client to go. */
  boolean done() {
    return answer != null && !answer.hasRemaining();
  }

  /**
   * Does what can be done without waiting.
   *
   * @param scratch for bytes on their way
   * @param site what answers
   * @return false when it is over
   */
  boolean goOn(ByteBuffer scratch, Function<HttpRequest, HttpAnswer> site) throws IOException {
    if (answer == null || done()) {
      scratch.clear();
      if (channel.read(scratch) < 0) {
        return false;
      }
      return answer != null || received(scratch.flip(), site);
    }
    return write();
  }

  private boolean received(ByteBuffer bytes, Function<HttpRequest, HttpAnswer> site)
      throws IOException {
    while (bytes.hasRemaining()) {
      if (length == most) {
        return send(HttpAnswer.TOO_LONG.bytes(true));
      }
      byte next = bytes.get();
      if (length == head.length) {
        head = Arrays.copyOf(head, Math.min(most, 2 * length));
      }
      head[length++] = next;
      if (next == '\n' && line == 0) {
        return send(answer(site));
      }
      line = next == '\n' ? 0 : next == '\r' ? line : line + 1;
    }
    return true;
  }

  private ByteBuffer answer(Function<HttpRequest, HttpAnswer> site) {
    HttpRequest request = HttpRequest.of(new String(head, 0, length, StandardCharsets.ISO_8859_1));
    if (request == null) {
      return HttpAnswer.MALFORMED.bytes(true);
    }
    return site.apply(request).bytes(!request.method().equals("HEAD"));
  }

  private boolean send(ByteBuffer bytes) throws IOException {
    head = new byte[0];
    answer = bytes;
    return write();
  }

  private boolean write() throws IOException {
    ByteBuffer rest = answer;
    if (rest != null && rest.hasRemaining()) {
      channel.write(rest);
    }
    if (done()) {
      // closing with unread bytes would take the answer back
      channel.shutdownOutput();
      key.interestOps(SelectionKey.OP_READ);
    } else {
      key.interestOps(SelectionKey.OP_WRITE);
    }
    return true;
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // it is gone all the same
    }
  }
}
