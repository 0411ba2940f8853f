package dev.pontoon.bench.contestant;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What an expert would write by hand to move messages with at-least-once delivery and nothing else:
 * no refusals, no limits in bytes, no reconnect, no metrics. An error ends it.
 */
final class RabbitLoop {

  private RabbitLoop() {}

  /**
   * @param args RabbitMQ's URI, Kafka's address, prefetch, then the queues
   */
  public static void main(String[] args) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(args[0]);
    factory.setAutomaticRecoveryEnabled(false);
    int prefetch = Integer.parseInt(args[2]);
    CountDownLatch end = new CountDownLatch(1);
    try (Producer<byte[], byte[]> producer = new KafkaProducer<>(LoopRecords.producer(args[1]));
        Connection connection = factory.newConnection("hand-written loop")) {
      for (String queue : List.of(args).subList(3, args.length)) {
        Channel channel = connection.createChannel();
        channel.basicQos(prefetch);
        channel.basicConsume(queue, false, new Lane(channel, producer, queue, prefetch));
      }
      Runtime.getRuntime().addShutdownHook(new Thread(end::countDown, "stop"));
      end.await();
    }
  }

  /** One queue. Messages come on one thread, confirmations on another, both in turn. */
  private static final class Lane extends DefaultConsumer {
    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final int ackEvery;
    private final int slots;
    private final BitSet confirmed;
    private long low;
    private long acknowledged;
    private volatile long taken;

    Lane(Channel channel, Producer<byte[], byte[]> producer, String topic, int prefetch) {
      super(channel);
      this.producer = producer;
      this.topic = topic;
      this.ackEvery = Math.max(1, prefetch / 8);
      this.slots = 2 * prefetch;
      this.confirmed = new BitSet(slots);
    }

    @Override
    public void handleDelivery(
        String consumerTag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
      long tag = envelope.getDeliveryTag();
      taken = tag;
      byte[] key = LoopRecords.bytes(properties.getHeaders().get("key"));
      ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key, body);
      LoopRecords.addHeaders(record, properties.getHeaders());
      producer.send(record, (metadata, failure) -> settled(tag, failure));
    }

    /** On the producer's only thread. */
    private void settled(long tag, @Nullable Exception failure) {
      if (failure != null) {
        LoopRecords.fail(failure);
      }
      confirmed.set((int) (tag % slots));
      while (confirmed.get((int) ((low + 1) % slots))) {
        low++;
        confirmed.clear((int) (low % slots));
      }
      if (low - acknowledged >= ackEvery || low == taken && low > acknowledged) {
        acknowledged = low;
        try {
          getChannel().basicAck(low, true);
        } catch (IOException e) {
          LoopRecords.fail(e);
        }
      }
    }
  }
}
