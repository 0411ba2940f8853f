package dev.pontoon.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.delivery.SinkFailure;
import dev.pontoon.delivery.SinkFailure.Kind;
import java.util.List;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;

class SendFailuresTest {

  @Test
  void whatIsWrongWithTheRecordItselfIsRefused() {
    for (Exception failure :
        List.of(
            new RecordTooLargeException("x"),
            new InvalidTimestampException("x"),
            new InvalidRecordException("x"),
            new InvalidTopicException("x"),
            new SerializationException("x"))) {
      assertThat(kind(failure, false)).as("%s", failure).isEqualTo(Kind.REFUSED);
      assertThat(kind(failure, true)).as("%s at once", failure).isEqualTo(Kind.REFUSED);
    }
  }

  @Test
  void whatNeverEnteredABatchMayBeSentAgain() {
    for (Exception failure :
        List.of(
            new TimeoutException("Topic t not present in metadata after 5000 ms."),
            new TopicAuthorizationException("x"),
            new InterruptException("x"),
            new KafkaException("x"))) {
      assertThat(kind(failure, true)).as("%s", failure).isEqualTo(Kind.NOT_SENT);
    }
  }

  @Test
  void theSameAfterwardsIsUnknown() {
    for (Exception failure :
        List.of(
            new TimeoutException("Expiring 1 record(s)"),
            new TopicAuthorizationException("x"),
            new UnknownServerException("x"),
            new KafkaException("Producer is closed forcefully."))) {
      assertThat(kind(failure, false)).as("%s", failure).isEqualTo(Kind.UNKNOWN);
    }
  }

  @Test
  void theInnocentOfASpoiltBatchIsRecognised() {
    // The text of kafka-clients, Sender.
    String text =
        "Failed to append record because it was part of a batch which had one more more invalid"
            + " records";
    assertThat(kind(new KafkaException(text), false)).isEqualTo(Kind.COLLATERAL);
    assertThat(kind(new UnknownServerException(text), false)).isEqualTo(Kind.UNKNOWN);
  }

  @Test
  void anUnusableClientIsUnknownEvenAtOnce() {
    for (Exception failure :
        List.of(
            new ClusterAuthorizationException("x"),
            new OutOfOrderSequenceException("x"),
            new InvalidPidMappingException("x"),
            new ProducerFencedException("x"),
            new UnsupportedVersionException("x"),
            new IllegalStateException("x"))) {
      assertThat(SendFailures.clientUnusable(failure)).as("%s", failure).isTrue();
      assertThat(kind(failure, true)).as("%s", failure).isEqualTo(Kind.UNKNOWN);
    }
  }

  @Test
  void aClientThatRefusesEverythingWithoutATypeForItIsUnusable() {
    // The text of kafka-clients, TransactionManager.
    String text = "Cannot execute transactional method because we are in an error state";
    assertThat(SendFailures.clientUnusable(new KafkaException(text))).isTrue();
    assertThat(kind(new KafkaException(text), true)).isEqualTo(Kind.NOT_SENT);
    assertThat(SendFailures.clientUnusable(new TimeoutException(text))).isFalse();
    String spoilt = "Failed to append record because it was part of a batch which had";
    assertThat(SendFailures.clientUnusable(new KafkaException(spoilt))).isFalse();
  }

  @Test
  void theMessageNamesTopicAndCause() {
    SinkFailure failure = SendFailures.read(new TimeoutException("too slow"), "orders.v1", true);
    assertThat(failure.message()).isEqualTo("topic orders.v1: too slow");
    assertThat(SendFailures.read(new KafkaException(), "t", true).message())
        .isEqualTo("topic t: KafkaException");
  }

  private static Kind kind(Exception failure, boolean beforeReturn) {
    return SendFailures.read(failure, "t", beforeReturn).kind();
  }
}
