package dev.pontoon.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Strangers on the one port, on loopback. */
class HttpListenerTest {
  private static final String LIVE = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
  private static final HttpAnswer FINE = new HttpAnswer("200 OK", "text/plain", "fine");

  private final List<Socket> strangers = new ArrayList<>();
  private HttpListener listener;

  @AfterEach
  void end() throws IOException {
    for (Socket stranger : strangers) {
      stranger.close();
    }
    listener.close();
  }

  private void listen(HttpLimits limits, HttpAnswer answer) throws IOException {
    InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    listener = new HttpListener(free, limits, request -> answer, System::nanoTime);
    listener.start();
  }

  private static HttpLimits time(Duration time) {
    return new HttpLimits(64, 16 << 10, 4 << 20, time);
  }

  private Socket stranger(String sends) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4 << 10);
    socket.connect(listener.address());
    socket.setSoTimeout(10_000);
    strangers.add(socket);
    socket.getOutputStream().write(sends.getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }

  private static String all(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  /** Ended by the other side, with or without an answer. */
  private static boolean ended(Socket socket) {
    try {
      socket.setSoTimeout(1);
      InputStream in = socket.getInputStream();
      while (true) {
        if (in.read() < 0) {
          return true;
        }
      }
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("pontoon-http"))
        .count();
  }

  @Test
  void fiveHundredHalfRequestsKeepNobodyOutAndCostOneThread() throws Exception {
    listen(HttpLimits.DEFAULT, FINE);
    long before = threads();

    for (int i = 0; i < 500; i++) {
      stranger("GET / HT");
      if (i % 50 == 0) {
        assertThat(all(stranger(LIVE))).endsWith("\r\n\r\nfine");
      }
    }

    assertThat(threads()).isEqualTo(before);
    assertThat(all(stranger(LIVE))).endsWith("\r\n\r\nfine");
    await().until(() -> strangers.stream().filter(one -> !ended(one)).count() <= 64);
  }

  @Test
  void aRequestThatDripsEndsInTime() throws Exception {
    listen(time(Duration.ofMillis(400)), FINE);
    Socket slow = stranger("GET / HTTP/1.1\r\n");
    Socket silent = stranger("");

    await().atMost(Duration.ofSeconds(5)).until(() -> !takes(slow));
    await().atMost(Duration.ofSeconds(5)).until(() -> ended(silent));
  }

  @Test
  void whoNeverReadsItsAnswerEndsInTimeAndHoldsLittle() throws Exception {
    HttpAnswer large = new HttpAnswer("200 OK", "text/plain", "x".repeat(16 << 20));
    listen(time(Duration.ofSeconds(3)), large);
    Socket first = stranger(LIVE);
    assertThat(first.getInputStream().read()).isEqualTo('H');
    Socket second = stranger(LIVE);
    assertThat(second.getInputStream().read()).isEqualTo('H');

    assertThat(read(first)).isLessThan(16 << 20);
    await().atMost(Duration.ofSeconds(10)).until(() -> !takes(second));
    assertThat(read(second)).isLessThan(16 << 20);
  }

  /** How much was still to be had. */
  private static int read(Socket socket) {
    byte[] some = new byte[64 << 10];
    int count = 0;
    try {
      for (int got = 0; got >= 0; got = socket.getInputStream().read(some)) {
        count += got;
      }
    } catch (IOException e) {
      return count;
    }
    return count;
  }

  private static boolean takes(Socket socket) {
    try {
      socket.getOutputStream().write('X');
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aLargeAnswerArrivesWhole() throws Exception {
    listen(HttpLimits.DEFAULT, new HttpAnswer("200 OK", "text/plain", "x".repeat(16 << 20)));

    assertThat(all(stranger(LIVE))).endsWith("xx").hasSizeGreaterThan(16 << 20);
  }

  @Test
  void whatIsTooLongIsRefused() throws Exception {
    listen(HttpLimits.DEFAULT, FINE);

    assertThat(all(stranger("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\n")))
        .startsWith("HTTP/1.1 431");
    assertThat(all(stranger("GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(20_000))))
        .startsWith("HTTP/1.1 431");
    assertThat(all(stranger("GET / HTTP/1.1\r\nHost: x\r\n" + "X: y\r\n".repeat(4_000))))
        .startsWith("HTTP/1.1 431");
    assertThat(all(stranger("GET / HTTP/1.1\r\nHost: x\r\n" + "X: y\r\n".repeat(2_000) + "\r\n")))
        .endsWith("fine");
  }

  @Test
  void whatComesBehindARequestIsThrownAway() throws Exception {
    listen(HttpLimits.DEFAULT, FINE);

    assertThat(all(stranger(LIVE + LIVE + LIVE))).containsOnlyOnce("HTTP/1.1 200 OK");
    assertThat(all(stranger(LIVE + "x".repeat(1 << 20)))).endsWith("fine");
  }

  @Test
  void anErrorOfThePageEndsOneConnectionOnly() throws Exception {
    InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    boolean[] broken = {true};
    listener =
        new HttpListener(
            free,
            HttpLimits.DEFAULT,
            request -> {
              if (broken[0]) {
                throw new IllegalStateException("broken");
              }
              return FINE;
            },
            System::nanoTime);
    listener.start();

    Socket unlucky = stranger(LIVE);
    await().atMost(Duration.ofSeconds(5)).until(() -> ended(unlucky));
    broken[0] = false;
    assertThat(all(stranger(LIVE))).endsWith("fine");
  }
}
