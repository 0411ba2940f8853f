package dev.pontoon.kafka;

import dev.pontoon.delivery.SinkFailure;
import dev.pontoon.delivery.SinkFailure.Kind;
import java.util.Set;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnknownProducerIdException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;
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

  /** After each of these the client refuses everything else, for ever. */
  private static final Set<Class<?>> CLIENT_UNUSABLE =
      Set.of(
          ClusterAuthorizationException.class,
          TransactionalIdAuthorizationException.class,
          OutOfOrderSequenceException.class,
          UnknownProducerIdException.class,
          InvalidPidMappingException.class,
          InvalidProducerEpochException.class,
          ProducerFencedException.class,
          UnsupportedVersionException.class,
          UnsupportedForMessageFormatException.class,
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
    if (beforeReturn && !CLIENT_UNUSABLE.contains(failure.getClass())) {
      return new SinkFailure(Kind.NOT_SENT, what);
    }
    if (isCollateral(failure)) {
      return new SinkFailure(Kind.COLLATERAL, what);
    }
    return new SinkFailure(Kind.UNKNOWN, what);
  }

  /**
   * Whether the client will refuse everything from now on. What it says then, and what it says of
   * an answer that it did not expect, has no type of its own.
   */
  static boolean clientUnusable(Exception failure) {
    return CLIENT_UNUSABLE.contains(failure.getClass())
        || failure.getClass() == KafkaException.class && !isCollateral(failure);
  }

  /** The client has no type of its own for the innocents of a spoilt batch either. */
  private static boolean isCollateral(Exception failure) {
    return failure.getClass() == KafkaException.class && text(failure).contains("part of a batch");
  }

  static boolean interrupted(Exception failure) {
    return failure instanceof InterruptException;
  }

  static String text(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  /** With what caused it. */
  static String chain(Throwable failure) {
    StringBuilder all = new StringBuilder(text(failure));
    Throwable cause = failure.getCause();
    for (int depth = 0; cause != null && depth < 5; depth++) {
      if (all.indexOf(text(cause)) < 0) {
        all.append(": ").append(text(cause));
      }
      cause = cause.getCause();
    }
    return all.toString();
  }
}
