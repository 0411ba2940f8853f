package dev.pontoon.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * config/bridge.yaml: where things are.
 *
 * @param name of this bridge; prefix of the queues it makes, of its client ids and transactional
 *     ids. Replicas share it. Default {@code pontoon}
 * @param connections by name
 * @param kafka Kafka client properties under their own names; values that are secret are {@link
 *     Secret}, all others String
 * @param http the one HTTP port
 * @param limits how much may be in flight
 * @param claimCheck where bodies go that are too large for Kafka; null for nowhere
 * @param stopTimeout how long a clean stop waits for what is in flight. Default 30 s
 */
public record BridgeConfig(
    String name,
    Map<String, Connection> connections,
    Map<String, Object> kafka,
    Http http,
    Limits limits,
    @Nullable ClaimCheck claimCheck,
    Duration stopTimeout) {

  /**
   * @param host address to listen on; loopback by default
   * @param port TCP port, 0 for a free one. Default 8080
   * @param hosts names under which it answers, beside addresses, localhost and the machine's name
   */
  public record Http(String host, int port, List<String> hosts) {
    public static final Http DEFAULT = new Http("127.0.0.1", 8080);

    public Http(String host, int port) {
      this(host, port, List.of());
    }
  }

  /** Where bodies go that are too large for Kafka. */
  public sealed interface ClaimCheck {
    /** Name of the store, for its readers. Default {@code claims}. */
    String name();
  }

  /**
   * A folder that all replicas and readers share.
   *
   * @param readers who may read what is made in it
   */
  public record ClaimFolder(String name, String folder, ClaimReaders readers)
      implements ClaimCheck {}

  /** Besides the user that runs the bridge. */
  public enum ClaimReaders {
    OWNER,
    GROUP,
    EVERYONE
  }

  /**
   * A bucket of a store that speaks S3.
   *
   * @param prefix before every key: empty, or ending with a slash
   * @param endpoint URL of the store; null for Amazon's
   * @param accessKey with the secret key; null for the credentials of the process's surroundings
   */
  public record ClaimBucket(
      String name,
      String bucket,
      String prefix,
      @Nullable String endpoint,
      String region,
      @Nullable String accessKey,
      @Nullable Secret secretKey)
      implements ClaimCheck {}

  /**
   * @param inFlight messages per route between the broker's delivery and its acknowledgement.
   *     Default 2000
   * @param bytesInFlight bytes of all routes together. Default 16 MiB
   */
  public record Limits(int inFlight, long bytesInFlight) {
    public static final Limits DEFAULT = new Limits(2000, 16L << 20);
  }
}
