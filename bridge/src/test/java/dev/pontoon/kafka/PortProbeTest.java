package dev.pontoon.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.source.Workers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PortProbeTest {
  private final PortProbe probe = new PortProbe(Duration.ofMillis(500));

  /** Answers everybody with these bytes, after the question of 21 bytes, and closes. */
  private static ServerSocket answering(ServerSocket server, byte... answer) {
    Thread thread =
        new Thread(
            () -> {
              while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                  var unused = socket.getInputStream().readNBytes(21);
                  socket.getOutputStream().write(answer);
                } catch (IOException e) {
                  Thread.onSpinWait(); // The end of the test, or of a handshake.
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  private static ServerSocket plain() throws IOException {
    return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  private static String address(ServerSocket server) {
    return "127.0.0.1:" + server.getLocalPort();
  }

  @Test
  void nobodyAllocatesWhatAnAlertSays() throws Exception {
    byte[] alert = {0x15, 3, 3, 0, 2, 2, 80};
    try (ServerSocket server = answering(plain(), alert);
        Workers workers = new Workers();
        Topics topics =
            new Topics(
                TestSettings.of("b", Map.of("bootstrap.servers", address(server))),
                workers.timer(),
                workers.pool())) {
      assertThatThrownBy(() -> topics.find("orders"))
          .isInstanceOf(KafkaUnavailableException.class)
          .hasMessageContaining("speaks TLS");
    }
  }

  @Test
  void aPortForHttpIsRecognised() throws Exception {
    try (ServerSocket http = answering(plain(), ascii("HTTP/1.1 400 Bad Request\r\n\r\n"))) {
      assertThat(probe.wrong(address(http))).contains("is a port for HTTP");
    }
  }

  @Test
  void aPortForAmqpIsRecognisedAmongOthers() throws Exception {
    byte[] header = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};
    try (ServerSocket amqp = answering(plain(), header);
        ServerSocket kafka = answering(plain(), kafka())) {
      assertThat(probe.wrong(address(kafka) + ", " + address(amqp)))
          .startsWith(address(amqp) + " is a port for AMQP");
    }
  }

  @Test
  void whatClosesIsDoubted() throws Exception {
    try (ServerSocket server = answering(plain())) {
      assertThat(probe.wrong(address(server))).contains("closes the connection", "ZooKeeper");
    }
  }

  /** One broker that starts or stops is no reason to refuse its cluster. */
  @Test
  void whatClosesIsPassedOverWhereAnotherAnswers() throws Exception {
    try (ServerSocket starting = answering(plain());
        ServerSocket kafka = answering(plain(), kafka())) {
      assertThat(probe.wrong(address(starting) + "," + address(kafka))).isNull();
      assertThat(probe.wrong(address(kafka) + "," + address(starting))).isNull();
    }
  }

  @Test
  void kafkaIsTakenAndWhoeverDoesNotAnswerIsLeftToItsClient() throws Exception {
    try (ServerSocket kafka = answering(plain(), kafka());
        ServerSocket silent = plain()) {
      assertThat(probe.wrong(address(kafka))).isNull();
      assertThat(probe.wrong(address(silent))).isNull();
      String closed = address(silent);
      silent.close();
      assertThat(probe.wrong(closed + ",no-such-name.invalid:9092,nonsense")).isNull();
    }
  }

  private static byte[] kafka() {
    return new byte[] {0, 0, 1, 44, 0x50, 0x6f, 0x6e, 0x74, 0, 0};
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
