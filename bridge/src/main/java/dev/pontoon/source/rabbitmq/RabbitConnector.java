package dev.pontoon.source.rabbitmq;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.FrameHandlerFactory;
import com.rabbitmq.stream.impl.Client;
import com.rabbitmq.stream.sasl.DefaultSaslConfiguration;
import dev.pontoon.config.Connection.Rabbit;
import dev.pontoon.config.Secret;
import dev.pontoon.source.Workers;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.JdkSslContext;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;

/** Opens connections to one RabbitMQ, each with one reader thread and no recovery of its own. */
final class RabbitConnector {
  /** A body is in memory in its frames, whole, and in Kafka's buffer, and not alone. */
  private static final int HEAP_PART = 4;

  /**
   * Bytes at most; only what is used is taken. The client walks down nested tables, and as many as
   * a frame of 128 KiB can hold must not end the thread.
   */
  static final long READER_STACK = 32L << 20;

  private static final Pattern PARTS = Pattern.compile("(amqps?)://(?:([^@/]*)@)?([^/]*)(/.*)?");

  private final ConnectionFactory factory = new WatchedConnections();
  private final List<Address> addresses = new ArrayList<>();
  private final String shown;
  private final RabbitLogin login;
  private final Rabbit settings;
  private final boolean tls;
  private final boolean byCertificate;

  RabbitConnector(Rabbit settings, Workers workers)
      throws IOException, GeneralSecurityException, URISyntaxException {
    this.settings = settings;
    Matcher parts = PARTS.matcher(settings.uri());
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "connection " + settings.name() + ": uri must look like amqp://host:5672/vhost");
    }
    this.tls = parts.group(1).equals("amqps");
    shown = parts.group(1) + "://" + parts.group(3) + nullToEmpty(parts.group(4));
    for (String host : parts.group(3).split(",")) {
      addresses.add(address(host, tls));
    }
    this.login = login(settings, parts.group(2));
    factory.setCredentialsRefreshService(new TokenRenewal(workers));
    factory.setCredentialsProvider(login);
    this.byCertificate =
        tls && settings.tls() != null && settings.tls().keyStore() != null && login.isNobody();
    if (byCertificate) {
      factory.setSaslConfig(RabbitLogin.CERTIFICATE);
    }
    factory.setVirtualHost(virtualHost(parts.group(4)));
    if (tls) {
      // Once now, so that what is wrong is said at the start; and anew for each connection.
      var unused = Certificates.context(settings.tls(), false);
      factory.setSslContextFactory(name -> certificates(settings));
      if (settings.tls() == null || settings.tls().verifyHostname()) {
        factory.enableHostnameVerification();
      }
    }
    // Recovery would put old acknowledgements on a new channel; every connection here dies for
    // good.
    factory.setAutomaticRecoveryEnabled(false);
    factory.setTopologyRecoveryEnabled(false);
    factory.setRequestedHeartbeat((int) settings.heartbeat().toSeconds());
    factory.setConnectionTimeout((int) settings.connectTimeout().toMillis());
    factory.setHandshakeTimeout((int) settings.connectTimeout().toMillis());
    factory.setChannelRpcTimeout((int) settings.connectTimeout().toMillis() * 2);
    long heap = Runtime.getRuntime().maxMemory() / HEAP_PART;
    long most = Math.min(settings.maxMessageSize(), heap);
    factory.setMaxInboundMessageBodySize((int) Math.min(Integer.MAX_VALUE - 8, most));
    factory.setHeartbeatExecutor(workers.timer());
    factory.setThreadFactory(Workers.threads("pontoon-rabbitmq-reader", READER_STACK));
  }

  /** Opens connections whose frames {@link WireFrames} can be asked about. */
  private static final class WatchedConnections extends ConnectionFactory {
    @Override
    protected synchronized FrameHandlerFactory createFrameHandlerFactory() throws IOException {
      FrameHandlerFactory sockets = super.createFrameHandlerFactory();
      return (address, name) -> new FrameWatch(sockets.create(address, name));
    }
  }

  /** The certificates as netty's connections take them. */
  private static final class StreamTls extends DelegatingSslContext {
    private final boolean verify;

    StreamTls(SSLContext certificates, boolean verify) {
      super(new JdkSslContext(certificates, true, ClientAuth.NONE));
      this.verify = verify;
    }

    @Override
    protected void initEngine(SSLEngine engine) {
      if (verify) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
      }
    }
  }

  private static String virtualHost(@Nullable String path) throws URISyntaxException {
    return path == null || path.length() <= 1 ? "/" : decode(path.substring(1));
  }

  /** The virtual host, as it is called. */
  String virtualHost() {
    return factory.getVirtualHost();
  }

  private static SSLContext certificates(Rabbit settings) {
    try {
      return Certificates.context(settings.tls(), false);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /**
   * The log-in for another port of the broker.
   *
   * @param user null for this one's
   * @param secret null for this one's
   */
  RabbitLogin login(@Nullable String user, @Nullable Secret secret) {
    return new RabbitLogin(
        user == null ? login.user() : user, secret == null ? login.secret() : secret);
  }

  /** Tried in turn. */
  List<Address> addresses() {
    return List.copyOf(addresses);
  }

  /** Where the stream plugin listens on each address. */
  int streamPort() {
    Integer port = settings.streamPort();
    if (port != null) {
      return port;
    }
    return tls ? Client.DEFAULT_TLS_PORT : Client.DEFAULT_PORT;
  }

  int connectMillis() {
    return factory.getConnectionTimeout();
  }

  /** The same broker and login in the stream protocol, but for the address. */
  Client.ClientParameters streams() {
    Client.ClientParameters parameters =
        new Client.ClientParameters()
            .virtualHost(factory.getVirtualHost())
            .username(login.getUsername())
            .password(login.getPassword())
            .requestedHeartbeat(settings.heartbeat())
            .rpcTimeout(settings.connectTimeout());
    if (byCertificate) {
      parameters.saslConfiguration(
          offered ->
              (offered.contains("EXTERNAL")
                      ? DefaultSaslConfiguration.EXTERNAL
                      : DefaultSaslConfiguration.PLAIN)
                  .getSaslMechanism(offered));
    }
    if (tls) {
      boolean verify = settings.tls() == null || settings.tls().verifyHostname();
      parameters.sslContext(new StreamTls(certificates(settings), verify));
    }
    return parameters;
  }

  /** Where it connects to, without credentials. */
  String shown() {
    return shown;
  }

  /** As whom it connects. */
  String username() {
    return login.getUsername();
  }

  /** Tries each address in turn. */
  Connection open(String name) throws IOException, TimeoutException {
    // Deliveries are handled on the thread that reads the socket: no hand-over, and a reader that
    // waits for Kafka stops reading, so that the broker keeps what does not fit.
    return factory.newConnection(new CallerRuns(), addresses, name);
  }

  /** The same broker and login for Spring's components. */
  CachingConnectionFactory spring() {
    CachingConnectionFactory spring = new CachingConnectionFactory(factory);
    spring.setAddresses(addresses.stream().map(Address::toString).toList());
    return spring;
  }

  private static RabbitLogin login(Rabbit settings, @Nullable String inUri)
      throws URISyntaxException {
    String user = settings.username();
    String password = null;
    if (inUri != null) {
      int colon = inUri.indexOf(':');
      user = user == null ? decode(colon < 0 ? inUri : inUri.substring(0, colon)) : user;
      password = colon < 0 ? null : decode(inUri.substring(colon + 1));
    }
    Secret secret = settings.password();
    return new RabbitLogin(
        user, secret == null && password != null ? new Secret(password) : secret);
  }

  private static Address address(String host, boolean tls) {
    Address parsed = Address.parseAddress(host.isEmpty() ? "localhost" : host);
    int port = parsed.getPort();
    return new Address(parsed.getHost(), ConnectionFactory.portOrDefault(port, tls));
  }

  private static String decode(String text) throws URISyntaxException {
    return new URI("x:/" + text).getPath().substring(1);
  }

  private static String nullToEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
