package dev.pontoon.kafka;

import dev.pontoon.delivery.SinkFailure;
import dev.pontoon.delivery.SinkFailure.Kind;
import java.util.Set;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * Reads the Kafka client's exceptions: is it this record, its neighbours, the broker or the client?
 */
final class SendFailures {
  private static final Set<Class<?>> THIS_RECORD =
      Set.of(
          RecordTooLargeException.class,
          RecordBatchTooLargeException.class,
          InvalidTimestampException.class,
          InvalidRecordException.class,
          InvalidTopicException.class,
          SerializationException.class);

  private static final Set<Class<?>> CLIENT_UNUSABLE =
      Set.of(
          ClusterAuthorizationException.class,
          TransactionalIdAuthorizationException.class,
          OutOfOrderSequenceException.class,
          UnsupportedVersionException.class,
          IllegalStateException.class);

  private SendFailures() {}

  /**
   * @param beforeReturn whether the client said so before {@code send} returned: then the record
   *     was never put into a batch
   */
  static SinkFailure read(Exception failure, String topic, boolean beforeReturn) {
    String what = "topic " + topic + ": " + text(failure);
    if (THIS_RECORD.contains(failure.getClass())) {
      return new SinkFailure(Kind.REFUSED, what);
    }
    if (beforeReturn && !clientUnusable(failure)) {
      return new SinkFailure(Kind.NOT_SENT, what);
    }
    // The client has no type of its own for the innocents of a spoilt batch.
    if (failure.getClass() == KafkaException.class && text(failure).contains("part of a batch")) {
      return new SinkFailure(Kind.COLLATERAL, what);
    }
    return new SinkFailure(Kind.UNKNOWN, what);
  }

  static boolean clientUnusable(Exception failure) {
    return CLIENT_UNUSABLE.contains(failure.getClass());
  }

  static boolean interrupted(Exception failure) {
    return failure instanceof InterruptException;
  }

  static String text(Exception failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
