package dev.pontoon.it;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.LongStringHelper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random AMQP messages: every field type, nested, hostile names, broken texts, all sizes. */
final class Fuzz {
  private static final List<String> NAMES =
      List.of(
          "k",
          "CamelKafkaOverrideTopic",
          "camelkafkakey",
          "kafka.KEY",
          "pontoon.id",
          "pontoon.error.count",
          "org.apache.camel.x",
          "ce_id",
          "content-type",
          "X\r\nInjected: yes",
          "\u001b[2J\u001b]0;title\u0007",
          "\u009b31m",
          "\u2028line",
          "",
          "ключ",
          "a\u0000b",
          "x-death",
          "${bodyAs(String)}",
          "\u212Aafka.topic");
  private static final List<String> TEXTS =
      List.of(
          "",
          "A-17",
          "\r\n2026-01-01 ERROR forged",
          "\u001b[31mred",
          "Grüße",
          "${env:HOME}",
          "null");
  private static final List<String> BODIES =
      List.of(
          "{\"id\":\"A-17\"}",
          "{\"id\":",
          "{\"id\":\"\\u001b[31m\\r\\n\"}",
          "{\"id\":{\"a\":[1]}}",
          "[".repeat(3_000),
          "<id>7</id>",
          "",
          "plain",
          "\uFEFF{\"id\":1}");

  private final Random random;

  Fuzz(Random random) {
    this.random = random;
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private boolean sometimes(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  AMQP.BasicProperties properties(String id) {
    AMQP.BasicProperties.Builder made = new AMQP.BasicProperties.Builder().messageId(id);
    if (sometimes(2)) {
      made.correlationId(any(TEXTS)).replyTo(any(TEXTS)).type(any(TEXTS)).appId(any(TEXTS));
    }
    if (sometimes(2)) {
      made.contentType(sometimes(2) ? "application/json" : any(TEXTS)).contentEncoding("gzip");
    }
    if (sometimes(2)) {
      made.priority(random.nextInt(256)).deliveryMode(1 + random.nextInt(2));
      made.timestamp(new Date(random.nextLong() >> random.nextInt(40)));
    }
    Map<String, Object> headers = new LinkedHashMap<>();
    for (int i = random.nextInt(8); i > 0; i--) {
      headers.put(any(NAMES), value(0));
    }
    return made.headers(headers).build();
  }

  private Object value(int depth) {
    return switch (random.nextInt(depth < 40 ? 17 : 15)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> (byte) random.nextInt();
      case 3 -> (short) random.nextInt();
      case 4 -> random.nextInt();
      case 5 -> random.nextLong();
      // Finite: RabbitMQ ends the publisher's connection where it meets another one.
      case 6 -> finite(Float.intBitsToFloat(random.nextInt()));
      case 7 -> finite(Double.longBitsToDouble(random.nextLong()));
      case 8 -> new BigDecimal(BigInteger.valueOf(random.nextInt()), random.nextInt(200));
      case 9 -> bytes(random.nextInt(50));
      case 10 -> new Date(random.nextLong() >> random.nextInt(40));
      case 11 -> LongStringHelper.asLongString(bytes(random.nextInt(30)));
      case 12 -> "x".repeat(sometimes(50) ? 20_000 : random.nextInt(300));
      case 13, 14 -> any(TEXTS);
      case 15 -> list(depth);
      default -> table(depth);
    };
  }

  private static Number finite(Number number) {
    return Double.isFinite(number.doubleValue()) ? number : 0.5;
  }

  private Object list(int depth) {
    List<Object> list = new ArrayList<>();
    if (sometimes(4)) {
      return nested(1 + random.nextInt(300));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(value(depth + 1));
    }
    return list;
  }

  private static Object nested(int depth) {
    Object inner = "innermost";
    for (int i = 0; i < depth; i++) {
      inner = List.of(inner);
    }
    return inner;
  }

  private Object table(int depth) {
    Map<String, Object> table = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      table.put(any(NAMES), value(depth + 1));
    }
    return table;
  }

  byte[] body() {
    if (sometimes(3)) {
      return any(BODIES).getBytes(StandardCharsets.UTF_8);
    }
    return bytes(sometimes(2_000) ? 2 << 20 : sometimes(20) ? random.nextInt(40_000) : 200);
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
