package dev.pontoon.claim;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The reference reader of claim-checked records: made for being copied into a consumer, it needs
 * nothing but the JDK. A path is made only of a digest that was checked, and what is read is
 * verified. Safe for all threads.
 */
public final class ClaimReader {
  private static final String SHA256 = "pontoon.claim.sha-256";
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  private final Path folder;

  /**
   * @param folder the store's folder, as this process sees it
   */
  public ClaimReader(Path folder) {
    this.folder = folder;
  }

  /**
   * The body of a record: the value itself, or what it refers to.
   *
   * @param header gives the value of the record's last header of a name, null if there is none; for
   *     a Kafka record {@code name -> headers.lastHeader(name)} and its value
   * @throws IOException when the body is not there or is not what was kept
   */
  public byte @Nullable [] body(byte @Nullable [] value, Function<String, byte @Nullable []> header)
      throws IOException {
    byte[] sha256 = header.apply(SHA256);
    return sha256 == null ? value : read(new String(sha256, US_ASCII));
  }

  /**
   * What stands under this digest.
   *
   * @throws IOException when it is not a digest, not there, or not what was kept
   */
  public byte[] read(String sha256) throws IOException {
    checkName(sha256);
    Path file = folder.resolve(sha256.substring(0, 2)).resolve(sha256.substring(2, 4));
    return verified(sha256, Files.readAllBytes(file.resolve(sha256)));
  }

  static void checkName(String sha256) throws IOException {
    if (!DIGEST.matcher(sha256).matches()) {
      throw new IOException("the claim is not named by 64 hex digits");
    }
  }

  static byte[] verified(String sha256, byte[] content) throws IOException {
    if (!HexFormat.of().formatHex(digest(content)).equals(sha256)) {
      throw new IOException("the content of claim " + sha256 + " was changed after it was kept");
    }
    return content;
  }

  private static byte[] digest(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
