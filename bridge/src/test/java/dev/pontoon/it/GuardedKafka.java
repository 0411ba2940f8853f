package dev.pontoon.it;

import static org.awaitility.Awaitility.await;

import dev.pontoon.rig.kafka.EmbeddedKafka;
import dev.pontoon.rig.kafka.KafkaSetup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A Kafka that lets a bridge in with a password only, and allows it nothing but what is granted.
 * Tests that come past the bridge's listener may do everything.
 */
record GuardedKafka(EmbeddedKafka broker) implements AutoCloseable {
  private static final String LOGIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required ";

  static GuardedKafka started() {
    KafkaSetup setup =
        KafkaSetup.fresh()
            .with(
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
            .with("allow.everyone.if.no.acl.found", "false")
            .with("super.users", "User:ANONYMOUS")
            .with(
                "listener.security.protocol.map",
                "PLAINTEXT:SASL_PLAINTEXT,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT")
            .with("sasl.enabled.mechanisms", "PLAIN")
            .with(
                "listener.name.plaintext.plain.sasl.jaas.config",
                LOGIN + "user_pontoon=\"secret\";");
    return new GuardedKafka(EmbeddedKafka.started(setup));
  }

  /** The entry {@code kafka} of bridge.yaml. */
  String yaml() {
    return """
    kafka:
      bootstrap.servers: "%s"
      security.protocol: SASL_PLAINTEXT
      sasl.mechanism: PLAIN
      sasl.jaas.config: '%susername="pontoon" password="secret";'
    """
        .formatted(broker.bootstrap(), LOGIN);
  }

  /** What the bridge may do with one topic, group or transactional id. */
  static List<AclBinding> rights(ResourceType type, String name, AclOperation... operations) {
    return rights(type, name, PatternType.LITERAL, operations);
  }

  /** The same for all whose names begin so. */
  static List<AclBinding> rightsFrom(ResourceType type, String start, AclOperation... operations) {
    return rights(type, start, PatternType.PREFIXED, operations);
  }

  private static List<AclBinding> rights(
      ResourceType type, String name, PatternType pattern, AclOperation... operations) {
    List<AclBinding> rights = new ArrayList<>();
    for (AclOperation operation : operations) {
      rights.add(
          new AclBinding(
              new ResourcePattern(type, name, pattern),
              new AccessControlEntry("User:pontoon", "*", operation, AclPermissionType.ALLOW)));
    }
    return rights;
  }

  /** Returns when the broker knows of them. */
  void grant(Collection<AclBinding> rights) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.directBootstrap()))) {
      admin.createAcls(rights).all().get();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> admin.describeAcls(AclBindingFilter.ANY).values().get().containsAll(rights));
    }
  }

  @Override
  public void close() {
    broker.close();
  }
}
