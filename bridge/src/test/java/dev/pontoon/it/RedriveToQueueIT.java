package dev.pontoon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.impl.LongStringHelper;
import dev.pontoon.mapping.RouteMapper;
import dev.pontoon.rig.jms.ActiveMqBroker;
import dev.pontoon.rig.kafka.EmbeddedKafka;
import dev.pontoon.rig.rabbit.TestRabbit;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redrive to the legacy queue: what was published, mirrored and refused comes back as it was. */
class RedriveToQueueIT {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static EmbeddedKafka kafka;

  @TempDir Path folder;

  @BeforeAll
  static void broker() {
    kafka = EmbeddedKafka.started();
  }

  @AfterAll
  static void end() {
    kafka.close();
  }

  private static String bridge(String connection) {
    return """
        connections:
          legacy: { %s }
        kafka: { bootstrap.servers: "%s" }
        http: { listen: "127.0.0.1:0" }
        """
        .formatted(connection, kafka.bootstrap());
  }

  private void refuse(String id, String bridge, String route, Publish publish, int count)
      throws Exception {
    try (YamlBridge running = YamlBridge.started(folder.resolve("run"), bridge, route)) {
      await().atMost(LONG).until(() -> running.bridge().statuses().get(0).now().ready());
      publish.run();
      await().atMost(LONG).until(() -> running.count("pontoon.messages.acknowledged", id) == count);
      assertThat(running.count("pontoon.messages.dead.lettered", id)).isEqualTo(count);
    }
  }

  private interface Publish {
    void run() throws Exception;
  }

  private static AMQP.BasicProperties everything() {
    Map<String, Object> table = new LinkedHashMap<>();
    table.put("text", "Grüße\r\n\u001b[1m");
    table.put("raw", LongStringHelper.asLongString(new byte[] {(byte) 0xff, 1}));
    table.put("boolean", true);
    table.put("byte", (byte) -3);
    table.put("short", (short) 300);
    table.put("int", 70_000);
    table.put("long", 5_000_000_000L);
    table.put("float", 0.1f);
    table.put("double", 1e300);
    table.put("decimal", new BigDecimal("1.10"));
    table.put("bytes", new byte[] {1, 2, (byte) 200});
    table.put("time", new Date(1_700_000_000_000L));
    table.put("null", null);
    table.put("list", Arrays.asList(1, "two", null, List.of(3L)));
    table.put("x-death", List.of(Map.of("count", 2L, "time", new Date(1_700_000_001_000L))));
    table.put("CamelKafkaOverrideTopic", "evil");
    table.put("pontoon.id", "mine");
    table.put("CC", List.of("copies"));
    return new AMQP.BasicProperties.Builder()
        .messageId("m1")
        .correlationId("c1")
        .replyTo("answers")
        .type("order")
        .appId("shop")
        .userId("guest")
        .clusterId("c")
        .contentType("application/json")
        .contentEncoding("gzip")
        .deliveryMode(2)
        .priority(4)
        .expiration("86400000")
        .timestamp(new Date(1_700_000_002_000L))
        .headers(table)
        .build();
  }

  private static final byte[] BODY = {0, 1, (byte) 0xff, 13, 10};
  private static final AMQP.BasicProperties FEW =
      new AMQP.BasicProperties.Builder().messageId("m2").deliveryMode(1).build();

  @Test
  void rabbitMqGetsEveryPropertyAndFieldTypeBack() throws Exception {
    String uri = TestRabbit.shared().freshUri();
    String bridge = bridge("rabbitmq: { uri: \"" + uri + "\" }");
    String route =
        """
        id: back
        from: { rabbitmq: { exchange: shop, bind: ["#"] } }
        to: { topic: back.v1, partitions: 1 }
        key: header:orderId
        """;
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(uri);
    try (var connection = factory.newConnection();
        var channel = connection.createChannel()) {
      channel.exchangeDeclare("shop", "topic", true);
      channel.queueDeclare("other-consumer", true, false, false, null);
      channel.queueBind("other-consumer", "shop", "#");
      channel.queueDeclare("copies", true, false, false, null);
      refuse("back", bridge, route, () -> publish(channel), 2);
      Redriving redriving = new Redriving(folder, kafka.bootstrap(), bridge, route);

      Redriving.Run run = redriving.run("redrive", "--route", "back", "--to", "queue");

      assertThat(run.last()).contains("considered 2, sent 2, refused again 0, skipped 0");
      allThere(channel);
      assertThat(channel.messageCount("other-consumer"))
          .as("once, from the publisher")
          .isEqualTo(2);
      assertThat(channel.messageCount("copies"))
          .as("what the header CC names, on the default exchange")
          .isZero();
      assertThat(redriving.run("redrive", "--route", "back", "--to", "queue").last())
          .contains("sent 0,")
          .contains("skipped 2");
    }
  }

  @Test
  void aMessageWithAsManyHeadersAsAreTakenIsTakenAgain() throws Exception {
    String uri = TestRabbit.shared().freshUri();
    String bridge = bridge("rabbitmq: { uri: \"" + uri + "\" }");
    String route =
        """
        id: many
        from: { rabbitmq: { queue: many } }
        to: { topic: many.v1, partitions: 1 }
        """;
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(uri);
    try (var connection = factory.newConnection();
        var channel = connection.createChannel()) {
      channel.queueDeclare("many", true, false, false, null);
      Map<String, Object> headers = new LinkedHashMap<>();
      IntStream.range(0, RouteMapper.MAX_HEADERS).forEach(i -> headers.put("h" + i, i));
      AMQP.BasicProperties properties = FEW.builder().headers(headers).build();
      String keyed = route + "key: header:orderId\n";
      refuse("many", bridge, keyed, () -> channel.basicPublish("", "many", properties, BODY), 1);
    }
    Redriving redriving = new Redriving(folder, kafka.bootstrap(), bridge, route);
    assertThat(redriving.run("redrive", "--route", "many", "--to", "queue").last())
        .contains("considered 1, sent 1,");
    try (YamlBridge running = YamlBridge.started(folder.resolve("run"), bridge, route)) {
      await().atMost(LONG).until(() -> running.count("pontoon.messages.acknowledged", "many") == 1);
      assertThat(running.count("pontoon.messages.mirrored", "many")).isEqualTo(1);
    }
  }

  private static void publish(Channel channel) throws Exception {
    channel.basicPublish("shop", "order.new", everything(), BODY);
    channel.basicPublish("shop", "order.new", FEW, new byte[0]);
  }

  private static void allThere(Channel channel) throws Exception {
    GetResponse first = channel.basicGet("pontoon.back", true);
    same(first.getProps(), everything());
    assertThat(first.getBody()).isEqualTo(BODY);
    GetResponse second = channel.basicGet("pontoon.back", true);
    same(second.getProps(), FEW);
    assertThat(second.getBody()).isEmpty();
    assertThat(channel.basicGet("pontoon.back", true)).isNull();
  }

  private static void same(AMQP.BasicProperties actual, AMQP.BasicProperties expected) {
    assertThat(actual)
        .usingRecursiveComparison()
        .ignoringFields("headers", "bodySize")
        .isEqualTo(expected);
    Map<String, Object> wanted = expected.getHeaders() == null ? Map.of() : expected.getHeaders();
    Map<String, Object> is = new java.util.HashMap<>(actual.getHeaders());
    assertThat(is.remove("pontoon_redrive").toString()).matches("0@\\d+ refused 1");
    if (is.containsKey("pontoon_CC")) {
      is.put("CC", is.remove("pontoon_CC"));
    }
    assertThat(is.keySet()).containsExactlyInAnyOrderElementsOf(wanted.keySet());
    wanted.forEach(
        (name, value) -> assertThat(plain(is.get(name))).as(name).isEqualTo(plain(value)));
  }

  /** Type and value as one text. */
  private static String plain(Object value) {
    if (value instanceof com.rabbitmq.client.LongString text) {
      return "S" + Arrays.toString(text.getBytes());
    } else if (value instanceof String text) {
      return "S" + Arrays.toString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    } else if (value instanceof byte[] bytes) {
      return "x" + Arrays.toString(bytes);
    } else if (value instanceof List<?> list) {
      return "A" + list.stream().map(RedriveToQueueIT::plain).toList();
    } else if (value instanceof Map<?, ?> map) {
      Map<String, String> sorted = new java.util.TreeMap<>();
      map.forEach((name, inner) -> sorted.put(name.toString(), plain(inner)));
      return "F" + sorted;
    }
    return value == null ? "V" : value.getClass().getSimpleName() + " " + value;
  }

  @Test
  void aJmsQueueGetsBodyPropertiesAndHeadersBack() throws Exception {
    try (ActiveMqBroker broker = ActiveMqBroker.started()) {
      String bridge =
          bridge(
              "jms: { factory: org.apache.activemq.ActiveMQConnectionFactory, properties: {"
                  + " brokerURL: \""
                  + broker.uri()
                  + "\" } }");
      String route =
          """
          id: pay
          from: { jms: { queue: PAYMENTS } }
          to: { topic: pay.v1, partitions: 1 }
          key: header:orderId
          """;
      try (Connection connection = broker.connectionFactory().createConnection()) {
        connection.start();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        refuse("pay", bridge, route, () -> publish(session), 4);
        Redriving redriving = new Redriving(folder, kafka.bootstrap(), bridge, route);

        Redriving.Run run = redriving.run("redrive", "--route", "pay", "--to", "queue");

        assertThat(run.last()).contains("considered 4, sent 4,");
        MessageConsumer consumer = session.createConsumer(session.createQueue("PAYMENTS"));
        allThere(consumer);
        assertThat(consumer.receive(200)).isNull();
      }
    }
  }

  private static void allThere(MessageConsumer consumer) throws Exception {
    List<Message> back = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      back.add(consumer.receive(20_000));
    }
    // The broker keeps persistent and other messages apart: their order is its own.
    TextMessage text = only(TextMessage.class, back);
    assertThat(text.getText()).isEqualTo("Grüße");
    sameHeaders(text);
    assertThat(text.getStringProperty("pontoon_redrive")).matches("0@\\d+ refused 1");
    assertThat(only(BytesMessage.class, back).getBody(byte[].class)).isEqualTo(new byte[] {0, -1});
    MapMessage map = only(MapMessage.class, back);
    assertThat(map.getObject("c")).isEqualTo('x');
    assertThat(map.getObject("b")).isEqualTo(new byte[] {7});
    StreamMessage stream = only(StreamMessage.class, back);
    assertThat(stream.readObject()).isEqualTo((short) 5);
    assertThat(stream.readObject()).isEqualTo("s");
  }

  private static <T extends Message> T only(Class<T> type, List<Message> messages) {
    List<T> found = messages.stream().filter(type::isInstance).map(type::cast).toList();
    assertThat(found).as(type.getSimpleName()).hasSize(1);
    return found.get(0);
  }

  private static void publish(Session session) throws Exception {
    MessageProducer producer = session.createProducer(session.createQueue("PAYMENTS"));
    TextMessage text = session.createTextMessage("Grüße");
    text.setJMSCorrelationID("c1");
    text.setJMSType("t");
    text.setJMSReplyTo(session.createQueue("ANSWERS"));
    text.setStringProperty("JMSXGroupID", "g");
    text.setIntProperty("JMSXGroupSeq", 3);
    text.setBooleanProperty("boolean", true);
    text.setByteProperty("byte", (byte) -3);
    text.setShortProperty("short", (short) 300);
    text.setIntProperty("int", 70_000);
    text.setLongProperty("long", 5_000_000_000L);
    text.setFloatProperty("float", 0.1f);
    text.setDoubleProperty("double", 1e300);
    text.setStringProperty("string", "x");
    producer.send(text, DeliveryMode.NON_PERSISTENT, 7, 600_000);
    BytesMessage bytes = session.createBytesMessage();
    bytes.writeBytes(new byte[] {0, -1});
    producer.send(bytes);
    MapMessage map = session.createMapMessage();
    map.setChar("c", 'x');
    map.setBytes("b", new byte[] {7});
    producer.send(map);
    StreamMessage stream = session.createStreamMessage();
    stream.writeShort((short) 5);
    stream.writeString("s");
    producer.send(stream);
  }

  private static void sameHeaders(Message message) throws Exception {
    assertThat(message.getJMSCorrelationID()).isEqualTo("c1");
    assertThat(message.getJMSType()).isEqualTo("t");
    assertThat(message.getJMSReplyTo()).hasToString("queue://ANSWERS");
    assertThat(message.getJMSPriority()).isEqualTo(7);
    assertThat(message.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
    assertThat(message.getJMSExpiration()).isPositive();
    assertThat(message.getStringProperty("JMSXGroupID")).isEqualTo("g");
    assertThat(message.getIntProperty("JMSXGroupSeq")).isEqualTo(3);
    Map<String, Object> expected =
        Map.of(
            "boolean",
            true,
            "byte",
            (byte) -3,
            "short",
            (short) 300,
            "int",
            70_000,
            "long",
            5_000_000_000L,
            "float",
            0.1f,
            "double",
            1e300,
            "string",
            "x");
    for (Map.Entry<String, Object> property : expected.entrySet()) {
      assertThat(message.getObjectProperty(property.getKey())).isEqualTo(property.getValue());
    }
  }
}
