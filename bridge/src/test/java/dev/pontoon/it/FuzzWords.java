package dev.pontoon.it;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/** Random names, texts and bodies of which many want to break something. */
final class FuzzWords {

  /** Stands for a byte that is no UTF-8, where a client writes bytes. */
  static final char NO_TEXT = '\uFFFD';

  private static final List<String> NAMES =
      List.of(
          "k",
          "k",
          "orderId",
          "ORDERID",
          "CamelKafkaOverrideTopic",
          "camelkafkakey",
          "CamelFileName",
          "CAMELHTTPURI",
          "kafka.KEY",
          "kafka.TOPIC",
          "org.apache.camel.x",
          "pontoon.id",
          "pontoon.message-id",
          "Pontoon.Type",
          "pontoon.types",
          "pontoon.error.count",
          "pontoon.escaped.pontoon.id",
          "pontoon.claim.sha-256",
          "PONTOON.body",
          "pontoon_redrive",
          "JMSXGroupID",
          "JMSMessageID",
          "JMS_AMQP_NATIVE",
          "ce_id",
          "ce_specversion",
          "content-type",
          "traceparent",
          "X\r\nInjected: yes",
          "\u001b[2J\u001b]0;title\u0007",
          "\u009b31m",
          "\u2028line\u2029",
          "\u202eturned",
          "",
          " ",
          "ключ",
          "a\u0000b",
          "x-death",
          "x-delivery-count",
          "${bodyAs(String)}",
          "\u212Aafka.topic",
          "no" + NO_TEXT + "text",
          "\ud83d\ude00",
          "n".repeat(255),
          "ä".repeat(127),
          "a\"b\\c",
          "__proto__");

  private static final List<String> TEXTS =
      List.of(
          "",
          "A-17",
          "7",
          "\r\n2026-01-01T00:00:00.000Z ERROR forged",
          "\u001b[31mred\u009b2J",
          "a\u0000b",
          "\u2028\u2029\u202e",
          "Grüße",
          "${env:HOME}",
          "${sys:user.home} #{1+1} {{x}}",
          "null",
          "NaN",
          "{\"id\":7}",
          "a" + NO_TEXT + "b",
          "../../etc/passwd",
          "t".repeat(255));

  private static final List<String> CONTENT_TYPES =
      List.of(
          "application/json",
          "text/plain; charset=UTF-16",
          "text/xml; charset=no-such-set",
          "application/cloudevents+json",
          "application/json; charset=\"",
          "text/plain; charset=\r\nX: y",
          ";;;",
          "image/png",
          "");

  private static final List<String> BODIES =
      List.of(
          "{\"id\":\"A-17\"}",
          "{\"id\":8,\"more\":[1,2,{\"id\":9}]}",
          "<id>7</id>",
          "<a><id>7</id></a>",
          "{\"id\":",
          "{\"id\":\"\\u001b[31m\\r\\n\"}",
          "{\"id\":{\"a\":[1]}}",
          "{\"id\":\"\\ud83d\"}",
          "{\"id\":1,\"id\":2}",
          "{\"id\":" + "9".repeat(2_000) + "}",
          "{\"" + "i".repeat(60_000) + "\":1}",
          "[".repeat(3_000),
          "{\"a\":".repeat(2_000) + "{\"id\":1}",
          "<a>".repeat(2_000),
          "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><id>&e;</id>",
          "<!DOCTYPE a [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]><id>&b;</id>",
          "<?xml version=\"1.0\" encoding=\"no-such-set\"?><id>7</id>",
          "<id>\u0001</id>",
          "",
          "plain",
          "null",
          "\uFEFF{\"id\":1}",
          "\u0000\u0000\uFEFF{\"id\":1}");

  private static final Pattern UNUSUAL = Pattern.compile("[\\x{0}\\x{10000}-\\x{10FFFF}]");

  private final Random random;
  private final boolean planes;

  /**
   * @param planes false: no character beyond the basic plane, and no NUL
   */
  FuzzWords(Random random, boolean planes) {
    this.random = random;
    this.planes = planes;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean sometimes(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  String name() {
    return kept(sometimes(3) ? characters(1 + below(20)) : any(NAMES));
  }

  String text() {
    return kept(sometimes(4) ? characters(below(60)) : any(TEXTS));
  }

  private String kept(String text) {
    return planes ? text : UNUSUAL.matcher(text).replaceAll("?");
  }

  /** At most 255 bytes. */
  String contentType() {
    return sometimes(4) ? text() : any(CONTENT_TYPES);
  }

  /** Of every plane, without halves of pairs. */
  private String characters(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      int bits = 7 + below(11);
      int point = below(1 << bits);
      text.appendCodePoint(point >= 0xd800 && point < 0xe000 ? '?' : point);
    }
    return text.toString();
  }

  /** Every kind of number that a header may have, finite. */
  Number number() {
    return switch (below(6)) {
      case 0 -> (byte) random.nextInt();
      case 1 -> (short) random.nextInt();
      case 2 -> random.nextInt();
      case 3 -> random.nextLong() >> below(64);
      case 4 -> finite(Float.intBitsToFloat(random.nextInt()));
      default -> finite(Double.longBitsToDouble(random.nextLong()));
    };
  }

  private static Number finite(Number number) {
    return Double.isFinite(number.doubleValue()) ? number : -0.5;
  }

  BigDecimal decimal() {
    return new BigDecimal(BigInteger.valueOf(random.nextInt()), below(256));
  }

  /** Seconds or milliseconds, near, far past, far future, absurd. */
  long time() {
    return switch (below(5)) {
      case 0 -> 1_700_000_000L + below(100_000_000);
      case 1 -> 1_700_000_000_000L + below(Integer.MAX_VALUE);
      case 2 -> below(100);
      default -> random.nextLong() >> below(64);
    };
  }

  /** Broken and whole JSON and XML, noise, empty, and every thousandth of 2 to 5 MiB. */
  byte[] body(int number) {
    if (number % 1_000 == 999) {
      return bytes((2 << 20) + below(3 << 20));
    }
    if (sometimes(2)) {
      return any(BODIES).getBytes(sometimes(8) ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
    }
    return bytes(sometimes(20) ? below(40_000) : below(300));
  }

  /** A body as text. */
  String document() {
    return sometimes(4) ? text() : any(BODIES);
  }

  byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
