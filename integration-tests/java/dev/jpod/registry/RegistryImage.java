package dev.jpod.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.utility.DockerImageName;

/** An image of the registry that Debian packages: the program with its libraries, nothing else. */
final class RegistryImage {
  private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");
  private static final Pattern LIBRARY = Pattern.compile("(?<=\\s)/\\S+");

  private RegistryImage() {}

  /** Makes the image on the Docker engine that Testcontainers knows. */
  static DockerImageName build() throws IOException, InterruptedException {
    ImageFromDockerfile image =
        new ImageFromDockerfile("jpod-it/docker-registry", true)
            .withDockerfileFromBuilder(
                file ->
                    file.from("scratch")
                        .copy("rootfs", "/")
                        .entryPoint(PROGRAM.toString(), "serve", "/etc/registry/config.yml"));
    for (String file : programWithLibraries()) {
      image.withFileFromPath("rootfs" + file, Path.of(file).toRealPath());
    }
    return DockerImageName.parse(image.get());
  }

  private static Set<String> programWithLibraries() throws IOException, InterruptedException {
    Process ldd = new ProcessBuilder("ldd", PROGRAM.toString()).redirectErrorStream(true).start();
    String output = new String(ldd.getInputStream().readAllBytes(), UTF_8);
    if (ldd.waitFor() != 0) {
      throw new IllegalStateException(
          "no registry is installed; 'integration-tests/set-up test' does it\n" + output);
    }
    Set<String> files = new TreeSet<>(Set.of(PROGRAM.toString()));
    LIBRARY.matcher(output).results().map(MatchResult::group).forEach(files::add);
    return files;
  }
}
