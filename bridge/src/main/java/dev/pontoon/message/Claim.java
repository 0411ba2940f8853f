package dev.pontoon.message;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A body that is kept beside Kafka. Its name is its content: nothing from the message is ever part
 * of a path.
 *
 * @param sha256 64 small hex digits
 * @param content handed over, not copied
 */
public record Claim(String sha256, byte[] content) {

  /** Names the content. */
  public static Claim of(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return new Claim(HexFormat.of().formatHex(digest), content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Where it is within a store, with slashes: {@code ab/cd/abcd…}. */
  public String location() {
    return sha256.substring(0, 2) + '/' + sha256.substring(2, 4) + '/' + sha256;
  }
}
