package dev.pontoon.rig.rabbit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A RabbitMQ that can be started on this machine: the installed one, or one of another version in a
 * folder with a small system of its own, as {@code mmdebstrap} makes it ({@code .ci/run} does).
 *
 * <p>Such folders lie in the folders named by the system property {@value #ROOTS} or the
 * environment variable {@value #ROOTS_VARIABLE}, separated as a class path; default {@code
 * ~/.cache/pontoon/rabbitmq}. Only root can start what is in them, and only on Linux. Which version
 * the tests take says the system property {@value #VERSION} or the environment variable {@value
 * #VERSION_VARIABLE}: {@code 4.3.6}, or {@code 4} for the newest that begins so; the installed one
 * if neither is set.
 *
 * @param version of the server, e.g. {@code 3.10.8}
 * @param root the folder; null for the installed one
 */
public record RabbitInstall(String version, @Nullable Path root) {
  static final String ROOTS = "pontoon.test.rabbitmq.roots";
  static final String ROOTS_VARIABLE = "PONTOON_TEST_RABBITMQ_ROOTS";
  static final String VERSION = "pontoon.test.rabbitmq.version";
  static final String VERSION_VARIABLE = "PONTOON_TEST_RABBITMQ_VERSION";

  /** The start scripts themselves; those in sbin change user and folder. */
  static final Path SCRIPTS = Path.of("/usr/lib/rabbitmq/bin");

  private static final Path LIBRARIES = Path.of("/usr/lib/rabbitmq/lib");
  private static final Pattern FOLDER = Pattern.compile("rabbitmq_server-(\\d[\\w.]*)");
  private static final String UNKNOWN = "0";

  /** Mounts what it needs in a name space of its own: nothing is left when the node ends. */
  private static final String ENTER =
      """
      root=$1 shared=$2; shift 2
      mkdir -p "$root$shared" && mount --bind "$shared" "$root$shared" &&
      mount --bind /proc "$root/proc" && touch "$root/etc/hosts" &&
      mount --bind /etc/hosts "$root/etc/hosts" && cd "$shared" && exec chroot "$root" "$@"
      """;

  /** All that there are on this machine, oldest first. */
  public static List<RabbitInstall> all() {
    List<RabbitInstall> found = new ArrayList<>();
    if (Files.isExecutable(SCRIPTS.resolve("rabbitmq-server"))) {
      found.add(new RabbitInstall(version(LIBRARIES).orElse(UNKNOWN), null));
    }
    for (Path root : roots()) {
      version(inside(root, LIBRARIES)).ifPresent(it -> found.add(new RabbitInstall(it, root)));
    }
    found.sort(Comparator.comparing(RabbitInstall::version, RabbitInstall::compare));
    return found;
  }

  /** The one that the tests are to take, or empty if it can't be had here: see {@link #missing}. */
  public static Optional<RabbitInstall> wanted() {
    return wantedVersion().isEmpty() ? installed() : newest(wantedVersion());
  }

  /** The newest whose version begins so: {@code 4}, {@code 4.0} or {@code 4.0.5}. */
  public static Optional<RabbitInstall> newest(String prefix) {
    return all().stream()
        .filter(it -> (it.version + ".").startsWith(prefix + "."))
        .reduce((older, newer) -> newer);
  }

  /** What to say where {@link #wanted} is empty. */
  public static String missing() {
    return wantedVersion().isEmpty()
        ? "rabbitmq-server is not installed"
        : "RabbitMQ " + wantedVersion() + " is asked for; there are " + all();
  }

  /** True from 4.0 on. */
  public boolean isFour() {
    return compare(version, "4") >= 0;
  }

  static String wantedVersion() {
    return setting(VERSION, VERSION_VARIABLE).orElse("");
  }

  private static Optional<RabbitInstall> installed() {
    return all().stream().filter(it -> it.root == null).findFirst();
  }

  /** The command, inside; what lies in the shared folder has the same name there. */
  List<String> command(Path shared, List<String> command) {
    if (root == null) {
      return command;
    }
    List<String> entering = new ArrayList<>();
    entering.addAll(List.of("unshare", "--mount", "sh", "-c", ENTER, "enter"));
    entering.addAll(List.of(root.toString(), shared.toString()));
    entering.addAll(command);
    return entering;
  }

  private static List<Path> roots() {
    String given =
        setting(ROOTS, ROOTS_VARIABLE)
            .orElse(
                Path.of(System.getProperty("user.home"), ".cache", "pontoon", "rabbitmq")
                    .toString());
    if (!"root".equals(System.getProperty("user.name"))) {
      return List.of();
    }
    return Arrays.stream(given.split(Pattern.quote(java.io.File.pathSeparator)))
        .map(Path::of)
        .flatMap(folder -> folders(folder).stream())
        .toList();
  }

  private static Optional<String> version(Path libraries) {
    return folders(libraries).stream()
        .map(it -> FOLDER.matcher(Objects.toString(it.getFileName())))
        .filter(Matcher::matches)
        .map(it -> it.group(1))
        .max(RabbitInstall::compare);
  }

  private static List<Path> folders(Path in) {
    if (!Files.isDirectory(in)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(in)) {
      return entries.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + in, e);
    }
  }

  private static Path inside(Path root, Path absolute) {
    return root.resolve(absolute.toString().substring(1));
  }

  private static Optional<String> setting(String property, String variable) {
    return Optional.ofNullable(System.getProperty(property))
        .or(() -> Optional.ofNullable(System.getenv(variable)))
        .filter(text -> !text.isBlank());
  }

  /** By number, part by part. */
  private static int compare(String one, String two) {
    return Arrays.compare(numbers(one), numbers(two));
  }

  private static int[] numbers(String version) {
    return Arrays.stream(version.split("\\D+"))
        .filter(part -> !part.isEmpty())
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  @Override
  public String toString() {
    return version + (root == null ? " (installed)" : " in " + root);
  }
}
