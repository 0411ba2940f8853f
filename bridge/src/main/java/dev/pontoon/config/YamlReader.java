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

  private final Report report;

  YamlReader(Report report) {
    this.report = report;
  }

  /** Null after a problem was reported and nothing useful could be read. */
  @Nullable Yaml read(Path path) {
    String file = path.toString();
    String text = text(path, file);
    return text == null ? null : new YamlParser(file, report).parse(text);
  }

  private @Nullable String text(Path path, String file) {
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

  private @Nullable String decoded(byte[] bytes, String file) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      return problem(file, "the file is not UTF-8 text", "save it as UTF-8");
    }
  }

  private @Nullable String problem(String file, String wrong, String allowed) {
    report.add(file, Position.START, "", wrong, allowed, null);
    return null;
  }
}
