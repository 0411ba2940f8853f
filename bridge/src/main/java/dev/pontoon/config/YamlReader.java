package dev.pontoon.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads a file of at most {@value #MAX_BYTES} bytes as text, then as YAML. */
final class YamlReader {
  static final int MAX_BYTES = 1 << 20;

  private YamlReader() {}

  /** Null after a problem was reported and nothing useful could be read. */
  static @Nullable Yaml read(Path path, Place root) {
    String text = text(path, root);
    return text == null ? null : new YamlParser(root).parse(text);
  }

  private static @Nullable String text(Path path, Place file) {
    if (!Files.exists(path)) {
      return problem(file, "the file does not exist", "create it, or give the path of another");
    }
    if (!Files.isRegularFile(path)) {
      return problem(file, "this is not a file", "");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      return problem(
          file,
          "the file cannot be read (" + e.getClass().getSimpleName() + ")",
          "it must be readable by the user that runs Pontoon");
    }
    if (bytes.length > MAX_BYTES) {
      return problem(file, "the file is too large", "allowed: up to 1 MiB");
    }
    return decoded(bytes, file);
  }

  private static @Nullable String decoded(byte[] bytes, Place file) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      return problem(file, "the file is not UTF-8 text", "save it as UTF-8");
    }
  }

  private static @Nullable String problem(Place file, String wrong, String allowed) {
    file.problem(Position.START, wrong, allowed);
    return null;
  }
}
