package dev.pontoon.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fills <code>${env:NAME}</code>, <code>${env:NAME:default}</code> and <code>${file:PATH}</code>;
 * <code>$${</code> stands for itself. Other <code>${…}</code> belong to other languages and stay.
 */
final class Placeholders {
  private static final Pattern PLACEHOLDER =
      Pattern.compile("(\\$?)\\$\\{([A-Za-z]{2,5}):([^}]*)}");
  private static final Pattern ENV =
      Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(?::(.*))?", Pattern.DOTALL);
  private static final List<String> WORDS = List.of("env", "file");
  private static final int MAX_BYTES = 1 << 16;

  private final Map<String, String> env;
  private final Path folder;

  /**
   * @param folder relative files are looked up here
   */
  Placeholders(Map<String, String> env, Path folder) {
    this.env = Map.copyOf(env);
    this.folder = folder;
  }

  /**
   * @param text with all placeholders filled
   * @param outside whether a part of it came from outside the YAML file
   * @param again fills it anew, with what the files hold then; empty when that is not possible, or
   *     no file is part of it
   */
  record Filled(String text, boolean outside, Supplier<Optional<String>> again) {
    Filled(String text, boolean outside) {
      this(text, outside, Optional::empty);
    }

    Secret secret() {
      return new Secret(text, again);
    }
  }

  static boolean isIn(String text) {
    return text.contains("${") && PLACEHOLDER.matcher(text).find();
  }

  /** Null after a problem was reported. */
  @Nullable Filled fill(String text, Position at, Place place) {
    if (!text.contains("${")) {
      return new Filled(text, false);
    }
    Matcher matcher = PLACEHOLDER.matcher(text);
    StringBuilder filled = new StringBuilder();
    boolean outside = false;
    boolean files = false;
    boolean unsaid = false;
    while (matcher.find()) {
      String word = matcher.group(2);
      if (!matcher.group(1).isEmpty()) {
        matcher.appendReplacement(filled, Matcher.quoteReplacement(matcher.group().substring(1)));
      } else if (WORDS.contains(word)) {
        String value = value(word, matcher.group(3), at, place);
        if (value == null) {
          return null;
        }
        outside = true;
        files |= word.equals("file");
        if (!isDefault(word, matcher.group(3))) {
          unsaid = true;
          place.report().fromOutside(value);
        }
        matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
      } else if (WORDS.contains(word.toLowerCase(Locale.ROOT))) {
        String meant = "${" + word.toLowerCase(Locale.ROOT) + ":…}";
        place.problem(
            at, "'${" + word + ":…}' is not known", "env and file are written small", meant);
        return null;
      }
    }
    matcher.appendTail(filled);
    if (unsaid) {
      place.report().fromOutside(filled.toString());
    }
    return new Filled(filled.toString(), outside, files ? () -> again(text, at) : Optional::empty);
  }

  private Optional<String> again(String text, Position at) {
    Filled filled = fill(text, at, new Place("", "", new Report(), this, true));
    return Optional.ofNullable(filled).map(Filled::text);
  }

  /** A default stands in the YAML file, for everybody to see. */
  private boolean isDefault(String word, String argument) {
    Matcher matcher = ENV.matcher(argument);
    return word.equals("env") && matcher.matches() && !env.containsKey(matcher.group(1));
  }

  private @Nullable String value(String word, String argument, Position at, Place place) {
    return word.equals("env") ? variable(argument, at, place) : content(argument, at, place);
  }

  private @Nullable String variable(String argument, Position at, Place place) {
    Matcher matcher = ENV.matcher(argument);
    if (!matcher.matches()) {
      return problem(
          place,
          at,
          "${env:…} holds no name of a variable",
          "write ${env:NAME} or ${env:NAME:default}");
    }
    String value = env.get(matcher.group(1));
    if (value == null) {
      value = matcher.group(2);
    }
    return value != null
        ? value
        : problem(
            place,
            at,
            "the environment variable " + matcher.group(1) + " is not set",
            "set it, or write ${env:" + matcher.group(1) + ":default}");
  }

  private @Nullable String content(String argument, Position at, Place place) {
    String shown = "the file '" + Place.printable(argument) + "'";
    try {
      Path path = folder.resolve(argument);
      if (!Files.isRegularFile(path)) {
        String wrong = Files.exists(path) ? " is not a file" : " does not exist";
        return problem(place, at, shown + wrong, "create it, or correct the path");
      }
      byte[] bytes;
      try (var in = Files.newInputStream(path)) {
        bytes = in.readNBytes(MAX_BYTES + 1);
      }
      if (bytes.length > MAX_BYTES) {
        return problem(place, at, shown + " is too large", "allowed: up to 64 KiB");
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.replaceFirst("\r?\n\\z", "");
    } catch (CharacterCodingException e) {
      return problem(place, at, shown + " is not UTF-8 text", "");
    } catch (IOException | InvalidPathException | SecurityException e) {
      return problem(
          place,
          at,
          shown + " cannot be read (" + e.getClass().getSimpleName() + ")",
          "it must be readable by the user that runs Pontoon");
    }
  }

  private static @Nullable String problem(Place place, Position at, String wrong, String allowed) {
    place.problem(at, wrong, allowed, null);
    return null;
  }
}
