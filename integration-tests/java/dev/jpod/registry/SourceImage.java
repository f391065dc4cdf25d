package dev.jpod.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jpod.host.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An image of three layers for two platforms, built by buildah, and the commands of buildah and
 * skopeo that carry it about. All of it lies in one folder.
 */
public final class SourceImage implements AutoCloseable {
  private static final String CONTAINERFILE =
      """
      FROM scratch
      COPY bin /bin
      COPY mark /etc/mark
      COPY data /data
      ENV GREETING=hello
      LABEL made.by=buildah
      CMD ["sleep", "600"]
      """;

  private static final String ANYTHING =
      """
      {"default": [{"type": "insecureAcceptAnything"}]}
      """;

  private final Path folder;

  private SourceImage(Path folder) {
    this.folder = folder;
  }

  /** Builds the image; the mark makes its content different from that of others. */
  public static SourceImage build(String mark) throws IOException, InterruptedException {
    SourceImage image = new SourceImage(Files.createTempDirectory("jpod-it-source-"));
    Path context = image.folder.resolve("context");
    Path programs = Files.createDirectories(context.resolve("bin"));
    Files.copy(Path.of("/bin/busybox"), programs.resolve("busybox"));
    for (String command : List.of("sh", "sleep", "cat", "echo", "ls")) {
      Files.createSymbolicLink(programs.resolve(command), Path.of("busybox"));
    }
    Files.writeString(context.resolve("mark"), mark);
    Files.writeString(
        Files.createDirectory(context.resolve("data")).resolve("lines"),
        (mark + "\n").repeat(9999));
    Files.writeString(context.resolve("Containerfile"), CONTAINERFILE);
    Files.writeString(image.folder.resolve("policy.json"), ANYTHING);
    // Without its cache: what the build for one platform has put there, buildah takes for the
    // other.
    image.buildah(
        ("bud --quiet --layers --no-cache --platform linux/amd64,linux/arm64 --manifest"
                + " localhost/source --signature-policy policy.json --file context/Containerfile"
                + " context")
            .split(" "));
    image.buildah(
        "manifest",
        "push",
        "--quiet",
        "--all",
        "--signature-policy",
        "policy.json",
        "localhost/source",
        image.layout());
    return image;
  }

  /** The image in an OCI layout, as tools name it. */
  public String layout() {
    return "oci:" + folder.resolve("layout") + ":source";
  }

  /** The folder that all files of the image lie in. */
  public Path folder() {
    return folder;
  }

  /** What buildah prints; it must end well. */
  public String buildah(String... arguments) throws IOException, InterruptedException {
    List<String> argv = new ArrayList<>(List.of("buildah", "--storage-driver", "vfs"));
    argv.addAll(List.of("--root", folder + "/buildah", "--runroot", folder + "/buildah-run"));
    argv.addAll(List.of(arguments));
    return run(argv);
  }

  /** What skopeo prints; it must end well. */
  public String skopeo(String... arguments) throws IOException, InterruptedException {
    List<String> argv = new ArrayList<>(List.of("skopeo", "--insecure-policy"));
    argv.addAll(List.of(arguments));
    return run(argv);
  }

  private String run(List<String> argv) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(argv).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(String.join(" ", argv) + "\n" + output);
    }
    return output;
  }

  @Override
  public void close() throws IOException {
    FileTree.delete(folder);
  }
}
