package dev.pontoon.message;

import java.util.regex.Pattern;

/**
 * What must not be said: passwords in addresses and in parameters, as libraries put them into their
 * errors. Hides rather too much than too little.
 */
public final class SecretText {
  private static final String WORDS =
      "password|passwd|passphrase|pwd|secret|token|credential|jaas|api-?_?key|access-?_?key"
          + "|private-?_?key|keystore\\.key";

  private static final Pattern NAME = Pattern.compile("(?i).*(" + WORDS + ").*");

  /** {@code scheme://user:password@}, with any characters in the password. */
  private static final Pattern USER = Pattern.compile("(?<=//)[^\\s'\"<>]*@");

  private static final Pattern RAW = Pattern.compile("RAW(?:\\([^)]*\\)?|\\{[^}]*}?)");

  /** {@code password=…} and {@code password: …}, also of longer names. */
  private static final Pattern VALUE =
      Pattern.compile(
          "(?i)([\\w.-]*(?:"
              + WORDS
              + ")[\\w.-]*(?:=|\"?: ))"
              + "(RAW\\([^)]*\\)|\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|[^\\s&;,'\"]+)");

  private SecretText() {}

  /** Whether what stands under this name is never shown. */
  public static boolean isSecretName(String name) {
    return NAME.matcher(name).matches();
  }

  /** The text with dots where secrets stand. */
  public static String masked(String text) {
    String masked = RAW.matcher(text).replaceAll("RAW(…)");
    masked = USER.matcher(masked).replaceAll("…@");
    return VALUE.matcher(masked).replaceAll("$1…");
  }
}
