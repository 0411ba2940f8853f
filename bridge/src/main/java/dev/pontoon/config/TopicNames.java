package dev.pontoon.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Kafka's rules for the names of topics, and how names of the legacy side become part of one. What
 * is made of a name is always the same, in every process and version.
 */
public final class TopicNames {
  /** The most characters that Kafka takes. */
  public static final int LONGEST = 249;

  static final String REGEX = "(?!\\.{1,2}$)[a-zA-Z0-9._-]{1," + LONGEST + "}";
  private static final int DIGEST_BYTES = 4;
  private static final Pattern LEGAL = Pattern.compile(REGEX);

  private TopicNames() {}

  /** Whether Kafka takes it as it is. */
  public static boolean isLegal(String name) {
    return LEGAL.matcher(name).matches();
  }

  /**
   * The name with a dash for each character that a topic can't have. Not a dot or an underscore:
   * Kafka takes these two for the same when it compares names.
   */
  public static String part(String name) {
    int length = name.length();
    StringBuilder part = null;
    int kept = 0;
    for (int i = 0; i < length; ) {
      int c = name.codePointAt(i);
      int next = i + Character.charCount(c);
      if (!isLegal(c)) {
        part = part == null ? new StringBuilder(length) : part;
        part.append(name, kept, i).append('-');
        kept = next;
      }
      i = next;
    }
    return part == null ? name : part.append(name, kept, length).toString();
  }

  /**
   * As {@link #part}, for names that strangers choose: no two have the same. What had to be changed
   * ends with eight digits of a digest of the name.
   */
  public static String distinct(String name) {
    String part = part(name);
    return part.equals(name) ? name : part + '-' + digest(name);
  }

  private static String digest(String name) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The same for all names of which a cluster can have only one. */
  public static String comparable(String topic) {
    return topic.replace('.', '_');
  }

  private static boolean isLegal(int c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '.'
        || c == '_'
        || c == '-';
  }
}
