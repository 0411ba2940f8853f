package dev.pontoon.rig.rabbit;

import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Asks Docker whether it has an image or can pull it, before Testcontainers is asked: that tries
 * for two minutes where there is no registry.
 */
final class DockerProbe {

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration SILENCE = Duration.ofSeconds(60);
  private static final int OK = 200;

  private DockerProbe() {}

  /** True if a daemon answers and each image, {@code name:tag}, is there or was pulled now. */
  static boolean has(List<String> images) {
    Optional<URI> host = host();
    if (host.isEmpty()) {
      return false;
    }
    try (DockerHttpClient docker =
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(host.get())
            .connectionTimeout(CONNECT)
            .responseTimeout(SILENCE)
            .build()) {
      for (String image : images) {
        if (!isThere(docker, image) && !(pull(docker, image) && isThere(docker, image))) {
          return false;
        }
      }
      return true;
    } catch (IOException | RuntimeException expected) {
      return false;
    }
  }

  /** Where the daemon may be: the given address, else the first of the usual sockets. */
  private static Optional<URI> host() {
    String given = System.getenv("DOCKER_HOST");
    if (given != null && !given.isBlank()) {
      return Optional.of(URI.create(given));
    }
    Path home = Path.of(System.getProperty("user.home"));
    String runtime = Objects.requireNonNullElse(System.getenv("XDG_RUNTIME_DIR"), "/nowhere");
    return Stream.of(
            Path.of("/var/run/docker.sock"),
            home.resolve(Path.of(".docker", "run", "docker.sock")),
            Path.of(runtime, "docker.sock"))
        .filter(Files::exists)
        .map(socket -> URI.create("unix://" + socket))
        .findFirst();
  }

  private static boolean isThere(DockerHttpClient docker, String image) {
    return status(docker, Request.Method.GET, "/images/" + image + "/json") == OK;
  }

  private static boolean pull(DockerHttpClient docker, String image) throws IOException {
    String[] parts = image.split(":", 2);
    String path = "/images/create?fromImage=" + parts[0] + "&tag=" + parts[1];
    try (Response response =
        docker.execute(Request.builder().method(Request.Method.POST).path(path).build())) {
      // The answer ends when the image is there; what went wrong shows when it is looked for.
      response.getBody().transferTo(OutputStream.nullOutputStream());
      return response.getStatusCode() == OK;
    }
  }

  private static int status(DockerHttpClient docker, Request.Method method, String path) {
    try (Response response = docker.execute(Request.builder().method(method).path(path).build())) {
      return response.getStatusCode();
    }
  }
}
