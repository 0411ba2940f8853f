package dev.pontoon.source.rabbitmq;

import dev.pontoon.config.Connection.Tls;
import dev.pontoon.config.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whom a connection trusts and as whom it comes. */
final class Certificates {
  private static final String TRUST_STORE = "tls.trust-store";
  private static final String KEY_STORE = "tls.key-store";

  private Certificates() {}

  /**
   * @param anyHost whether the certificate may be made out to another host, for clients that look
   *     at the name by themselves and can't be told not to
   */
  static SSLContext context(@Nullable Tls tls, boolean anyHost)
      throws IOException, GeneralSecurityException {
    if (tls == null) {
      return SSLContext.getDefault();
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(
        tls.trustStore() == null
            ? null
            : store(TRUST_STORE, tls.trustStore(), tls.trustStorePassword()));
    KeyManagerFactory keys = null;
    if (tls.keyStore() != null) {
      keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      char[] password = chars(tls.keyStorePassword());
      keys.init(
          store(KEY_STORE, tls.keyStore(), tls.keyStorePassword()),
          password == null ? new char[0] : password);
    }
    TrustManager[] trusted = trust.getTrustManagers();
    for (int i = 0; anyHost && i < trusted.length; i++) {
      trusted[i] = trusted[i] instanceof X509TrustManager x ? new AnyHost(x) : trusted[i];
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys == null ? null : keys.getKeyManagers(), trusted, null);
    return context;
  }

  /** A file that can't be used, by its key in bridge.yaml. */
  static final class StoreException extends IOException {
    private static final long serialVersionUID = 1L;
    private final String key;

    StoreException(String key, String message, Throwable cause) {
      super(message, cause);
      this.key = key;
    }

    /** Below the connection: {@code tls.trust-store}. */
    String key() {
      return key;
    }
  }

  private static KeyStore store(String key, String file, @Nullable Secret password)
      throws IOException {
    Path path = Path.of(file).toAbsolutePath();
    try {
      byte[] content = Files.readAllBytes(path);
      if (PemStore.isPem(content)) {
        return PemStore.read(content, chars(password));
      }
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(new ByteArrayInputStream(content), chars(password));
      return store;
    } catch (NoSuchFileException e) {
      throw new StoreException(key, key + ": the file " + path + " does not exist", e);
    } catch (IOException | GeneralSecurityException e) {
      String why = e.getCause() instanceof UnrecoverableKeyException ? "wrong password" : said(e);
      throw new StoreException(key, key + ": " + path + " can't be used: " + why, e);
    }
  }

  private static String said(Exception failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  private static char @Nullable [] chars(@Nullable Secret secret) {
    return secret == null ? null : secret.reveal().toCharArray();
  }

  /** Looks at the chain of the certificate, and not at the host in it. */
  private static final class AnyHost extends X509ExtendedTrustManager {
    private final X509TrustManager chain;

    AnyHost(X509TrustManager chain) {
      this.chain = chain;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] certificates, String type, SSLEngine engine)
        throws CertificateException {
      chain.checkServerTrusted(certificates, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] certificates, String type, Socket socket)
        throws CertificateException {
      chain.checkServerTrusted(certificates, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] certificates, String type)
        throws CertificateException {
      chain.checkServerTrusted(certificates, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] certificates, String type, SSLEngine engine)
        throws CertificateException {
      chain.checkClientTrusted(certificates, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] certificates, String type, Socket socket)
        throws CertificateException {
      chain.checkClientTrusted(certificates, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] certificates, String type)
        throws CertificateException {
      chain.checkClientTrusted(certificates, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return chain.getAcceptedIssuers();
    }
  }
}
