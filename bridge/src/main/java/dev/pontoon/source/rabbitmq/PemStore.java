package dev.pontoon.source.rabbitmq;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/** Certificates and keys as OpenSSL writes them. */
final class PemStore {
  private static final String BEGIN = "-----BEGIN ";
  private static final Pattern KEY =
      Pattern.compile(
          "-----BEGIN ((?:[A-Z]+ )?PRIVATE KEY)-----([^-]+)-----END \\1-----", Pattern.DOTALL);
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  private PemStore() {}

  static boolean isPem(byte[] content) {
    return new String(content, StandardCharsets.ISO_8859_1).contains(BEGIN);
  }

  /**
   * All that is in it, ready for the managers of Java.
   *
   * @param password of the key, where that is encrypted
   * @throws IOException with what to do, if it is not understood
   */
  static KeyStore read(byte[] content, char @Nullable [] password)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    Certificate[] certificates =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(withoutKeys(content)))
            .toArray(new Certificate[0]);
    if (certificates.length == 0) {
      throw new IOException("there is no certificate in it");
    }
    Matcher key = KEY.matcher(new String(content, StandardCharsets.ISO_8859_1));
    if (key.find()) {
      PrivateKey found = key(key.group(1), key.group(2), password);
      store.setKeyEntry("key", found, password == null ? new char[0] : password, certificates);
    } else {
      for (int i = 0; i < certificates.length; i++) {
        store.setCertificateEntry("certificate-" + i, certificates[i]);
      }
    }
    return store;
  }

  private static byte[] withoutKeys(byte[] content) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    return KEY.matcher(text).replaceAll("").getBytes(StandardCharsets.ISO_8859_1);
  }

  private static PrivateKey key(String kind, String body, char @Nullable [] password)
      throws IOException, GeneralSecurityException {
    if (!kind.equals("PRIVATE KEY") && !kind.equals("ENCRYPTED PRIVATE KEY")) {
      throw new IOException(
          "the key in it is of OpenSSL's older kind; change it with: openssl pkcs8 -topk8 -nocrypt");
    }
    byte[] bytes = Base64.getMimeDecoder().decode(body);
    PKCS8EncodedKeySpec spec =
        kind.startsWith("ENCRYPTED") ? decrypted(bytes, password) : new PKCS8EncodedKeySpec(bytes);
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        // It is of another algorithm.
      }
    }
    throw new IOException("the key in it is of none of " + String.join(", ", ALGORITHMS));
  }

  private static PKCS8EncodedKeySpec decrypted(byte[] bytes, char @Nullable [] password)
      throws IOException, GeneralSecurityException {
    if (password == null) {
      throw new IOException("the key in it is encrypted: key-store-password is missing");
    }
    EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(bytes);
    String algorithm =
        info.getAlgParameters() == null
            ? info.getAlgName()
            : String.valueOf(info.getAlgParameters());
    var secret = SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password));
    return info.getKeySpec(secret);
  }
}
