package dev.pontoon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.ContentHeaderPropertyWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a publisher may write where AMQP has short strings and times, and RabbitMQ passes on: any
 * bytes. They arrive as they are, and go back to the queue as they are.
 */
@Timeout(120)
class RawStringsIT {
  private static final Duration LONG = Duration.ofSeconds(60);

  /** A UUID of sixteen bytes, as .NET publishers write correlation ids. */
  private static final byte[] UUID = HexFormat.of().parseHex("8f00c328fffe0d0a1b80e28028a10061");

  private static final byte[] ID = {'m', (byte) 0xFF, '1'};
  private static final byte[] TYPE = {(byte) 0xC3, (byte) 0x28};
  private static final String ROUTE =
      """
      id: raw
      from: { rabbitmq: { queue: raw } }
      to: { topic: raw.v1, partitions: 1 }
      key: header:orderId
      """;

  @AutoClose private static final RabbitSite site = RabbitSite.started();

  @TempDir Path folder;

  /** Writes octets, not text: the client itself can't publish such properties. */
  private static final class RawProperties extends AMQP.BasicProperties {
    private static final boolean[] SET = {
      true, false, true, true, false, true, true, false, true, true, true, false, false, false
    };

    @Override
    public void writePropertiesTo(ContentHeaderPropertyWriter out) throws IOException {
      for (boolean set : SET) {
        out.writePresence(set);
      }
      out.finishPresence();
      text(new byte[] {'x', (byte) 0x80}, out); // content-type
      octets(headers(), out);
      out.writeOctet(2); // delivery-mode
      text(UUID, out); // correlation-id
      text(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, out); // reply-to
      text(ID, out);
      out.writeLonglong(-9_000_000_000_000_000_000L); // timestamp, unsigned
      text(TYPE, out);
    }

    private static byte[] headers() {
      ByteBuffer table = ByteBuffer.allocate(200).position(4);
      name(table, new byte[] {'h', (byte) 0xFF}).put((byte) 'I').putInt(7);
      name(table, new byte[] {'h', (byte) 0xFE}).put((byte) 'I').putInt(8);
      name(table, bytes("when")).put((byte) 'T').putLong(1_700_000_000_000_000_000L);
      name(table, bytes("inner")).put((byte) 'F').putInt(1 + 1 + 1 + 4 + 2);
      name(table, new byte[] {(byte) 0x80}).put((byte) 'S').putInt(2).put(bytes("ok"));
      table.putInt(0, table.position() - 4);
      return java.util.Arrays.copyOf(table.array(), table.position());
    }

    private static ByteBuffer name(ByteBuffer table, byte[] name) {
      return table.put((byte) name.length).put(name);
    }

    private static void text(byte[] bytes, ContentHeaderPropertyWriter out) throws IOException {
      out.writeOctet(bytes.length);
      octets(bytes, out);
    }

    private static void octets(byte[] bytes, ContentHeaderPropertyWriter out) throws IOException {
      for (byte octet : bytes) {
        out.writeOctet(octet);
      }
    }
  }

  @Test
  void bytesThatAreNoTextArriveInTheRecordAndBackInTheQueue() throws Exception {
    site.queue("raw");
    site.rabbit(
        channel -> {
          channel.confirmSelect();
          channel.basicPublish("", "raw", new RawProperties(), bytes("{}"));
          return channel.waitForConfirms(10_000);
        });
    refused(1);
    Redriving redriving =
        new Redriving(folder, site.kafka().directBootstrap(), site.config(), ROUTE);
    assertThat(redriving.run("redrive", "--route", "raw", "--to", "queue").last())
        .contains("considered 1, sent 1,");
    refused(1);

    List<ConsumerRecord<byte[], byte[]>> letters = Topic.read(site.kafka(), "raw.v1.dead", 2);
    Map<String, String> first = headers(letters.get(0));
    asPublished(first);
    Map<String, String> second = headers(letters.get(1));
    assertThat(second.remove("pontoon_redrive")).isNotNull();
    assertThat(second).as("once more through queue and bridge").isEqualTo(first);
    assertThat(site.depth("raw")).isZero();
  }

  private void refused(int count) {
    try (YamlBridge bridge = YamlBridge.started(folder.resolve("run"), site.config(), ROUTE)) {
      await()
          .atMost(LONG)
          .until(() -> bridge.count("pontoon.messages.acknowledged", "raw") == count);
      assertThat(bridge.count("pontoon.messages.dead.lettered", "raw")).isEqualTo(count);
      RabbitSite.awaitLedgerCloses(bridge, "raw");
      RabbitSite.awaitLedgerCloses(bridge, "raw");
    }
  }

  private static void asPublished(Map<String, String> headers) {
    assertThat(headers)
        .containsEntry("pontoon.correlation-id", hex(UUID))
        .containsEntry("pontoon.message-id", hex(ID))
        .containsEntry("pontoon.id", hex(ID))
        .containsEntry("pontoon.type", hex(TYPE))
        .containsEntry("pontoon.reply-to", "eda080")
        .containsEntry("pontoon.content-type", "7880")
        .containsEntry("pontoon.timestamp", hex(bytes("9446744073709551616")))
        .containsEntry("when", hex(bytes("1700000000000000000")))
        .containsEntry("pontoon.escaped.h\\udcff", hex(bytes("7")))
        .containsEntry("pontoon.escaped.h\\udcfe", hex(bytes("8")))
        .containsEntry("inner", hex(bytes("{\"\\udc80\":\"ok\"}")));
    String types =
        new String(HexFormat.of().parseHex(headers.get("pontoon.types")), StandardCharsets.UTF_8);
    assertThat(types)
        .contains("\"pontoon.correlation-id\":\"raw-text\"")
        .contains("\"pontoon.timestamp\":\"far-time\"")
        .contains("\"when\":\"far-time\"")
        .contains("\"pontoon.escaped.h\\\\udcff\":\"int\"");
  }

  /** Without those of the refusal itself. */
  private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> letter) {
    Map<String, String> all = new TreeMap<>();
    letter.headers().forEach(header -> all.put(header.key(), hex(header.value())));
    all.keySet().removeIf(name -> name.startsWith("pontoon.error."));
    return all;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
