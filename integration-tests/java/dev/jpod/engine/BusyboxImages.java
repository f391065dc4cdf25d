package dev.jpod.engine;

import dev.jpod.host.HostUser;
import dev.jpod.image.ImageRoot;
import dev.jpod.image.UnionDriver;
import dev.jpod.model.Digest;
import dev.jpod.model.HealthCheck;
import dev.jpod.model.HealthCheck.OnFailure;
import dev.jpod.model.HealthCheck.Probe;
import dev.jpod.model.IdMappings;
import dev.jpod.model.ImageConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Root file systems made on the spot from the host's static busybox, in two layers. */
final class BusyboxImages implements RootImages {
  static final Digest PLAIN = Digest.sha256("a".repeat(64));
  static final Digest WITH_VOLUME = Digest.sha256("b".repeat(64));
  static final Digest WITH_CHECK = Digest.sha256("c".repeat(64));

  private static final HealthCheck CHECK =
      new HealthCheck(
          new Probe.Command(List.of("sh", "-c", "echo of the image")),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          3,
          Duration.ZERO,
          Duration.ofSeconds(5),
          OnFailure.NONE);

  private static final List<String> APPLETS =
      List.of(
          "sh",
          "sleep",
          "cat",
          "echo",
          "true",
          "false",
          "ls",
          "id",
          "kill",
          "env",
          "tr",
          "od",
          "tail",
          "stat",
          "head",
          "nc",
          "httpd",
          "readlink",
          "wc");

  private final Path folder;

  BusyboxImages(Path folder) throws IOException {
    this.folder = folder;
    Path base = folder.resolve("base");
    Path top = folder.resolve("top");
    Files.createDirectories(base.resolve("bin"));
    Files.copy(busybox(), base.resolve("bin/busybox"));
    base.resolve("bin/busybox").toFile().setExecutable(true, false);
    for (String applet : APPLETS) {
      Files.createSymbolicLink(base.resolve("bin").resolve(applet), Path.of("busybox"));
    }
    Files.createDirectories(base.resolve("etc"));
    Files.writeString(
        base.resolve("etc/passwd"), "root:x:0:0::/root:/bin/sh\napp:x:7:7::/:/bin/sh\n");
    Files.writeString(base.resolve("etc/group"), "root:x:0:\napp:x:7:\n");
    Files.createDirectories(base.resolve("data"));
    Files.writeString(base.resolve("data/from-base"), "base");
    Files.setAttribute(base.resolve("data/from-base"), "unix:uid", 7);
    Files.createDirectories(top.resolve("data"));
    Files.writeString(top.resolve("data/from-top"), "top");
    Files.createSymbolicLink(top.resolve("outside"), Path.of("/../../../../etc"));
    Files.createDirectories(top.resolve("tmp"));
    Files.writeString(top.resolve("bin.txt"), "not a program");
    Files.createDirectories(top.resolve("bin"));
    Files.writeString(top.resolve("bin/bad"), "#!/no/such/interpreter\n");
    top.resolve("bin/bad").toFile().setExecutable(true, false);
  }

  private static Path busybox() {
    for (String place : List.of("/bin/busybox", "/usr/bin/busybox")) {
      if (Files.exists(Path.of(place))) {
        return Path.of(place);
      }
    }
    throw new AssertionError("install busybox-static: the tests make their image from it");
  }

  @Override
  public ImageRoot require(Digest id) {
    Set<String> volumes = id.equals(WITH_VOLUME) ? Set.of("/data") : Set.of();
    ImageConfig config =
        new ImageConfig(
            List.of(),
            List.of("sleep", "1000"),
            List.of("PATH=/bin"),
            null,
            null,
            volumes,
            Set.of(),
            Map.of(),
            null,
            id.equals(WITH_CHECK) ? CHECK : null,
            "linux",
            "amd64");
    List<String> names = new ArrayList<>(List.of("top", "base"));
    return new ImageRoot(
        config, names.stream().map(folder::resolve).toList(), folder, names, driver());
  }

  @Override
  public UnionDriver driver() {
    return HostUser.ofProcess().isRoot() ? UnionDriver.OVERLAY : UnionDriver.USER_OVERLAY;
  }

  @Override
  public ImageRoot require(Digest id, IdMappings ids) {
    throw new UnsupportedOperationException("these images are for the users of the host");
  }

  @Override
  public Hold hold() {
    return () -> {};
  }
}
