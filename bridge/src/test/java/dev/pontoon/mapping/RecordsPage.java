package dev.pontoon.mapping;

import dev.pontoon.deadletter.ErrorHeader;
import dev.pontoon.message.FarTime;
import dev.pontoon.message.ForeignText;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.OutboundRecord;
import dev.pontoon.message.Property;
import dev.pontoon.message.RawText;
import dev.pontoon.message.Refusal.Reason;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The generated tables of docs/reference/records.md: from the enums, with examples really mapped.
 */
final class RecordsPage {

  private static final Instant TIME = Instant.parse("2024-01-02T03:04:05Z");

  private RecordsPage() {}

  /** Table by the name in its marker. */
  static Map<String, String> tables() {
    Map<String, String> tables = new LinkedHashMap<>();
    tables.put("bodies", bodies());
    tables.put("properties", properties());
    tables.put("types", types());
    tables.put("errors", errors());
    tables.put("reasons", reasons());
    return tables;
  }

  /** The page with its tables as they should be. */
  static String filled(String page) {
    String filled = page;
    for (Map.Entry<String, String> table : tables().entrySet()) {
      String marker = "<!-- generated: " + table.getKey() + " -->\n";
      int from = filled.indexOf(marker) + marker.length();
      int to = filled.indexOf("<!-- end -->", from);
      if (from < marker.length() || to < 0) {
        throw new IllegalStateException("the page has no place for " + table.getKey());
      }
      filled = filled.substring(0, from) + table.getValue() + filled.substring(to);
    }
    return filled;
  }

  private static String bodies() {
    StringBuilder table = head("`pontoon.body`", "legacy body and value");
    for (BodyKind kind : BodyKind.values()) {
      row(table, code(kind.text()), kind.form());
    }
    return table.toString();
  }

  private static String properties() {
    StringBuilder table = head("AMQP 0-9-1", "JMS", "record header", "type", "example");
    for (Property property : Property.values()) {
      String[] row = legacy(property);
      LegacyMessage message = Route.with(Route.json(""), property, example(property, row[2]));
      String written = Route.headers(new Route().record(message)).get(property.header());
      String type =
          property.type() == Integer.class
              ? "int"
              : property.type() == Long.class
                  ? "long"
                  : property.type() == String.class ? "text" : "time";
      row(table, row[0], row[1], code(property.header()), type, code(written));
    }
    return table.toString();
  }

  private static Object example(Property property, String text) {
    if (property.type() == Integer.class) {
      return Integer.valueOf(text);
    }
    if (property.type() == Long.class) {
      return Long.valueOf(text);
    }
    return property.type() == Instant.class ? Instant.parse(text) : text;
  }

  private static String[] legacy(Property property) {
    return switch (property) {
      case MESSAGE_ID -> row("`message-id`", "`JMSMessageID`", "ID:host-1:1:1:1");
      case CORRELATION_ID -> row("`correlation-id`", "`JMSCorrelationID`", "c-42");
      case REPLY_TO -> row("`reply-to`", "`JMSReplyTo`", "queue://ANSWERS");
      case TYPE -> row("`type`", "`JMSType`", "order.created");
      case APP_ID -> row("`app-id`", "`JMSXAppID`", "shop");
      case USER_ID -> row("`user-id`", "`JMSXUserID`", "guest");
      case CLUSTER_ID -> row("`cluster-id`", "–", "c1");
      case CONTENT_TYPE -> row("`content-type`", "–", "application/json");
      case CONTENT_ENCODING -> row("`content-encoding`", "–", "gzip");
      case DELIVERY_MODE -> row("`delivery-mode`", "`JMSDeliveryMode`", "2");
      case PRIORITY -> row("`priority`", "`JMSPriority`", "4");
      case EXPIRATION ->
          row(
              "`expiration`: milliseconds to live, as published",
              "`JMSExpiration`: the moment, written as a `time`",
              "60000");
      case TIMESTAMP -> row("`timestamp`: whole seconds", "`JMSTimestamp`", TIME.toString());
      case EXCHANGE -> row("the exchange it was published to", "–", "orders");
      case ROUTING_KEY -> row("the routing key", "–", "order.created");
      case DESTINATION -> row("–", "`JMSDestination`", "queue://PAYMENTS");
      case GROUP_ID -> row("–", "`JMSXGroupID`", "customer-7");
      case GROUP_SEQUENCE -> row("–", "`JMSXGroupSeq`", "3");
      case LATE ->
          row(
              "why the broker took it out of Pontoon's own queue before it was read: `expired`,"
                  + " `maxlen`, `delivery_limit`; see [late messages](#late-messages)",
              "–",
              "expired");
      case DELIVERY_COUNT -> row("`x-delivery-count` of quorum queues", "`JMSXDeliveryCount`", "1");
      case DELIVERY_TIME ->
          row("–", "`JMSDeliveryTime`, where a delay was asked for", TIME.toString());
      case STREAM -> row("the partition of a super stream", "–", "orders-0");
      case STREAM_OFFSET -> row("the message's offset in its stream", "–", "4711");
    };
  }

  private static String[] row(String... cells) {
    return cells;
  }

  private static String types() {
    StringBuilder table =
        head(
            "type",
            "AMQP 0-9-1",
            "JMS",
            "how it is written",
            "example",
            "entry in `pontoon.types`");
    for (ValueType type : ValueType.values()) {
      OutboundRecord record = new Route().record(Route.with(Route.json(""), "h", example(type)));
      Map<String, String> headers = Route.headers(record);
      String entry = headers.getOrDefault(HeaderNames.TYPES, "–");
      boolean binary = type == ValueType.BYTES || type == ValueType.RAW_TEXT;
      String shown = binary ? "the bytes `ca fe`" : code(headers.get("h"));
      row(
          table,
          code(type.text()),
          amqp(type),
          jms(type),
          type.form(),
          shown,
          entry.equals("–") ? entry : code(entry));
    }
    return table.toString();
  }

  private static String amqp(ValueType type) {
    return switch (type) {
      case TEXT -> "`S` long string";
      case BOOLEAN -> "`t`";
      case BYTE -> "`b`";
      case SHORT -> "`s`";
      case INT -> "`I`, `B`, `u`";
      case LONG -> "`l`, `i`";
      case FLOAT -> "`f`";
      case DOUBLE -> "`d`";
      case DECIMAL -> "`D`";
      case BIG_INTEGER, CHAR, ESCAPED_TEXT, FOREIGN_TEXT -> "–";
      case BYTES -> "`x`";
      case RAW_TEXT -> "`S`, or a property, that is not UTF-8";
      case TIME -> "`T`";
      case FAR_TIME -> "`T` above 2^63/1000 seconds";
      case TABLE -> "`F`";
      case LIST -> "`A`";
    };
  }

  private static String jms(ValueType type) {
    return switch (type) {
      case TEXT, ESCAPED_TEXT -> "`String`";
      case BOOLEAN, BYTE, SHORT, INT, LONG, FLOAT, DOUBLE -> code(type.text());
      case CHAR -> "`char`, in maps and streams";
      case BYTES -> "`byte[]`, in maps and streams; AMQP 1.0 `binary`";
      case TABLE, LIST -> "where the provider allows it";
      case DECIMAL -> "AMQP 1.0 decimals";
      case BIG_INTEGER -> "AMQP 1.0 `ulong` above 2^63-1";
      case TIME -> "AMQP 1.0 `timestamp`";
      case FOREIGN_TEXT -> "a class of the client's own";
      case RAW_TEXT, FAR_TIME -> "–";
    };
  }

  private static Object example(ValueType type) {
    byte[] bytes = {(byte) 0xca, (byte) 0xfe};
    return switch (type) {
      case TEXT -> "A-17";
      case BOOLEAN -> true;
      case BYTE -> (byte) -1;
      case SHORT -> (short) 300;
      case INT -> 70_000;
      case LONG -> 5_000_000_000L;
      case FLOAT -> 0.1f;
      case DOUBLE -> 1e300;
      case DECIMAL -> new BigDecimal("1.10");
      case BIG_INTEGER -> new BigInteger("123456789012345678901");
      case CHAR -> 'x';
      case BYTES -> bytes;
      case RAW_TEXT -> new RawText(bytes);
      case TIME -> TIME;
      case FAR_TIME -> new FarTime(1_700_000_000_000_000_000L);
      case ESCAPED_TEXT -> "a\ud83d";
      case FOREIGN_TEXT -> new ForeignText("Money[5 EUR]");
      case TABLE -> table();
      case LIST -> List.of(1, 2, 3);
    };
  }

  private static Map<String, Object> table() {
    Map<String, Object> table = new LinkedHashMap<>();
    table.put("queue", "work");
    table.put("count", 2L);
    table.put("time", TIME);
    return table;
  }

  private static String errors() {
    StringBuilder table = head("header", "what it says", "example");
    for (ErrorHeader header : ErrorHeader.values()) {
      row(table, code(header.header()), header.sentence(), code(header.example()));
    }
    return table.toString();
  }

  private static String reasons() {
    StringBuilder table = head("reason", "what it means");
    for (Reason reason : Reason.values()) {
      row(table, code(reason.name()), reason.sentence());
    }
    return table.toString();
  }

  private static StringBuilder head(String... names) {
    StringBuilder table = new StringBuilder();
    row(table, names);
    return table.append("|---".repeat(names.length)).append("|\n");
  }

  private static void row(StringBuilder table, String... cells) {
    table.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String code(String text) {
    return '`' + text + '`';
  }
}
