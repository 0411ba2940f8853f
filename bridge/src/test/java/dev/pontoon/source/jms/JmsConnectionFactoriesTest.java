package dev.pontoon.source.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.config.Connection.Jms;
import dev.pontoon.config.Connection.Jndi;
import dev.pontoon.config.Secret;
import java.util.Map;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.qpid.jms.policy.JmsDefaultPrefetchPolicy;
import org.junit.jupiter.api.Test;

class JmsConnectionFactoriesTest {
  private static final String CLASSIC = "org.apache.activemq.ActiveMQConnectionFactory";
  private static final String ARTEMIS =
      "org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory";
  private static final String QPID = "org.apache.qpid.jms.JmsConnectionFactory";

  private final JmsConnectionFactories factories =
      new JmsConnectionFactories(getClass().getClassLoader());

  private static Jms by(String factory, Map<String, Object> properties) {
    return new Jms("legacy", factory, properties, null, null, null, null, 1 << 20);
  }

  private static Jms by(Map<String, Object> environment, String lookup) {
    return new Jms(
        "legacy", null, Map.of(), new Jndi(lookup, environment), null, null, null, 1 << 20);
  }

  @Test
  void textNumberAndBooleanReachTheSetters() throws Exception {
    ActiveMQConnectionFactory made =
        (ActiveMQConnectionFactory)
            factories.create(
                by(
                    CLASSIC,
                    Map.of(
                        "brokerURL",
                        "tcp://mq:61616",
                        "closeTimeout",
                        1234,
                        "sendTimeout",
                        "77",
                        "watchTopicAdvisories",
                        false)));
    assertThat(made.getBrokerURL()).isEqualTo("tcp://mq:61616");
    assertThat(made.getCloseTimeout()).isEqualTo(1234);
    assertThat(made.getSendTimeout()).isEqualTo(77);
    assertThat(made.isWatchTopicAdvisories()).isFalse();
  }

  @Test
  void aSecretReachesTheSetterOnly() throws Exception {
    Jms good = by(CLASSIC, Map.of("password", new Secret("hush")));
    assertThat(((ActiveMQConnectionFactory) factories.create(good)).getPassword())
        .isEqualTo("hush");
    Jms bad = by(CLASSIC, Map.of("closeTimeout", new Secret("hush")));
    assertThatThrownBy(() -> factories.create(bad))
        .hasMessageContaining("closeTimeout")
        .hasMessageNotContaining("hush");
    Jms refused = by(CLASSIC, Map.of("brokerURL", new Secret("tcp://hush me")));
    assertThatThrownBy(() -> factories.create(refused))
        .hasMessageContaining("brokerURL")
        .hasMessageNotContaining("hush");
  }

  @Test
  void aDotGoesIntoAPartOfTheFactory() throws Exception {
    JmsConnectionFactory made =
        (JmsConnectionFactory)
            factories.create(
                by(QPID, Map.of("remoteURI", "amqp://mq:5672", "prefetchPolicy.all", 5)));
    JmsDefaultPrefetchPolicy policy = (JmsDefaultPrefetchPolicy) made.getPrefetchPolicy();
    assertThat(policy.getQueuePrefetch()).isEqualTo(5);
  }

  @Test
  void qpidHidesNoPropertiesUnlessTheUserSaysSo() throws Exception {
    String address = "amqp://mq:5672";
    String hiding = address + "?jms.validatePropertyNames=true";
    assertThat(qpid(by(QPID, Map.of("remoteURI", address))).isValidatePropertyNames()).isFalse();
    assertThat(qpid(by(QPID, Map.of("remoteURI", hiding))).isValidatePropertyNames()).isTrue();
    assertThat(qpid(by(QPID, Map.of("validatePropertyNames", true))).isValidatePropertyNames())
        .isTrue();
    assertThat(qpid(jndi(address)).isValidatePropertyNames()).isFalse();
    assertThat(qpid(jndi(hiding)).isValidatePropertyNames()).isTrue();
    String asking = address + "?jms.receiveLocalOnly=false";
    assertThat(qpid(by(QPID, Map.of("remoteURI", address))).isReceiveLocalOnly()).isTrue();
    assertThat(qpid(by(QPID, Map.of("remoteURI", asking))).isReceiveLocalOnly()).isFalse();
    assertThat(qpid(jndi(address)).isReceiveLocalOnly()).isTrue();
    assertThat(qpid(jndi(asking)).isReceiveLocalOnly()).isFalse();
  }

  @Test
  void artemisHearsOfMessagesAtTheCommitUnlessTheUserSaysOtherwise() throws Exception {
    String address = "tcp://mq:61616";
    assertThat(artemisBatch(by(ARTEMIS, Map.of("brokerURL", address))))
        .isEqualTo(Integer.MAX_VALUE);
    String saying = address + "?transactionBatchSize=5";
    assertThat(artemisBatch(by(ARTEMIS, Map.of("brokerURL", saying)))).isEqualTo(5);
    assertThat(artemisBatch(by(ARTEMIS, Map.of("brokerURL", address, "transactionBatchSize", 6))))
        .isEqualTo(6);
    String initial = "org.apache.activemq.artemis.jndi.ActiveMQInitialContextFactory";
    Jms named =
        by(Map.of("java.naming.factory.initial", initial, "connectionFactory.mq", address), "mq");
    assertThat(artemisBatch(named)).isEqualTo(Integer.MAX_VALUE);
  }

  private int artemisBatch(Jms settings) throws BadFactoryException {
    return ((org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory)
            factories.create(settings))
        .getTransactionBatchSize();
  }

  private static Jms jndi(String address) {
    String initial = "org.apache.qpid.jms.jndi.JmsInitialContextFactory";
    return by(
        Map.of("java.naming.factory.initial", initial, "connectionfactory.mq", address), "mq");
  }

  private JmsConnectionFactory qpid(Jms settings) throws BadFactoryException {
    return (JmsConnectionFactory) factories.create(settings);
  }

  @Test
  void anUnknownPropertyNamesTheNearest() {
    assertThatThrownBy(() -> factories.create(by(CLASSIC, Map.of("brokerUrl", "tcp://mq"))))
        .hasMessageContaining("connections.legacy.jms.properties.brokerUrl")
        .hasMessageContaining("Did you mean brokerURL?");
  }

  @Test
  void aValueOfTheWrongTypeIsToldWithTheRightOne() {
    assertThatThrownBy(() -> factories.create(by(CLASSIC, Map.of("closeTimeout", "soon"))))
        .hasMessageContaining("closeTimeout: soon is not a value for it, it takes int");
  }

  @Test
  void aMissingClassSaysWhichJarGoesWhere() {
    assertThatThrownBy(
            () -> factories.create(by("com.ibm.mq.jakarta.jms.MQConnectionFactory", Map.of())))
        .hasMessageContaining("no class com.ibm.mq.jakarta.jms.MQConnectionFactory")
        .hasMessageContaining("lib/")
        .hasMessageContaining("com.ibm.mq:com.ibm.mq.jakarta.client");
  }

  @Test
  void aClassThatIsNoFactoryIsRefused() {
    assertThatThrownBy(() -> factories.create(by("java.lang.String", Map.of())))
        .hasMessageContaining("java.lang.String is not a jakarta.jms.ConnectionFactory");
  }

  @Test
  void jndiFindsTheFactory() throws Exception {
    Map<String, Object> environment =
        Map.of(
            "java.naming.factory.initial",
            "org.apache.activemq.jndi.ActiveMQInitialContextFactory",
            "java.naming.provider.url",
            "tcp://mq:61616");
    assertThat(factories.create(by(environment, "ConnectionFactory")))
        .isInstanceOf(ActiveMQConnectionFactory.class);
    assertThatThrownBy(() -> factories.create(by(environment, "Nothing")))
        .hasMessageContaining("connections.legacy.jms.jndi.lookup: Nothing");
  }

  @Test
  void aMissingContextFactorySaysWhichJarGoesWhere() {
    Map<String, Object> environment =
        Map.of("java.naming.factory.initial", "com.ibm.mq.missing.Factory");
    assertThatThrownBy(() -> factories.create(by(environment, "x")))
        .hasMessageContaining("com.ibm.mq.missing.Factory")
        .hasMessageContaining("com.ibm.mq:com.ibm.mq.jakarta.client");
  }

  @Test
  void neitherFactoryNorJndiIsRefused() {
    Jms empty = new Jms("legacy", null, Map.of(), null, null, null, null, 1 << 20);
    assertThatThrownBy(() -> factories.create(empty))
        .hasMessageContaining("set either factory or jndi");
  }
}
