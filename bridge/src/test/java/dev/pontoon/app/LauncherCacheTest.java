package dev.pontoon.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A class-data archive is code: the launcher takes none from where others may write. */
class LauncherCacheTest {
  @TempDir private Path folder;

  @BeforeEach
  void installation() throws IOException {
    Files.copy(Path.of("..", "pontoon"), folder.resolve("pontoon"));
    Files.createDirectories(folder.resolve("lib"));
    Files.write(folder.resolve("lib/none.jar"), new byte[0]);
  }

  private Path made(String name, String rights) throws IOException {
    Path made = Files.createDirectories(folder.resolve(name));
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(rights));
    return made;
  }

  private String start(Path cache) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("sh", folder.resolve("pontoon").toString(), "help");
    builder.environment().put("PONTOON_CACHE", cache.toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return text;
  }

  @Test
  void aFolderOfOnesOwnIsTaken() throws Exception {
    assertThat(start(made("own", "rwxr-xr-x"))).doesNotContain("PONTOON_CACHE");
    assertThat(start(made("team", "rwxrwxr-x"))).doesNotContain("PONTOON_CACHE");
  }

  @Test
  void whereOthersMayWriteItIsRefused() throws Exception {
    Path open = made("open", "rwxrwxrwx");
    assertThat(start(open)).contains("PONTOON_CACHE is " + open, "class-data archive is code");
    assertThat(start(open.resolve("later"))).contains("PONTOON_CACHE is " + open);
    Path link = Files.createSymbolicLink(folder.resolve("link"), made("own", "rwxr-xr-x"));
    assertThat(start(link)).contains("PONTOON_CACHE is " + link);
  }
}
