package dev.jpod.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.host.Command;
import dev.jpod.host.FileTree;
import dev.jpod.host.HostUser;
import dev.jpod.host.Mounts;
import dev.jpod.host.ProcessRunner;
import dev.jpod.model.ImageConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is copied is what the kernel shows of the same layers. */
class FlatImageIT {
  private static final boolean ROOT = HostUser.ofProcess().isRoot();
  private static final String LOWER =
      """
      mkdir -p kept gone/below opaque/deep link
      echo 1 >kept/file; echo 1 >gone/below/file; echo 1 >opaque/hidden; echo 1 >opaque/deep/hidden
      echo 1 >file-becomes-folder; mkdir folder-becomes-file; echo 1 >folder-becomes-file/x
      ln -s /outside points-out; ln -s kept points-in; ln kept/file same
      install -m 4755 /dev/null setuid; chown 12:34 setuid; mkfifo pipe
      """;
  private static final String UPPER =
      """
      mkdir -p kept opaque file-becomes-folder points-out link
      echo 2 >kept/file; mknod gone c 0 0; echo 2 >opaque/seen; echo 2 >file-becomes-folder/x
      setfattr -n SPACE.overlay.opaque -v y opaque
      echo 2 >folder-becomes-file; mknod points-out/victim c 0 0; echo 2 >points-out/mine
      mknod link/never-there c 0 0
      """;

  private static final ImageConfig NOTHING =
      new ImageConfig(
          List.of(), List.of(), List.of(), null, null, Set.of(), Set.of(), Map.of(), null, null,
          "linux", "amd64");

  private final ProcessRunner runner = new ProcessRunner();
  private Path folder;

  @BeforeEach
  void makeLayers() throws Exception {
    folder = Files.createTempDirectory("jpod-it-");
    for (String name : List.of("lower", "upper", "merged", "flat", "outside")) {
      Files.createDirectory(folder.resolve(name));
    }
    sh(LOWER.replace("/outside", folder + "/outside"), folder.resolve("lower"));
    sh(UPPER.replace("SPACE", ROOT ? "trusted" : "user"), folder.resolve("upper"));
    Files.writeString(folder.resolve("outside/victim"), "whole");
  }

  @AfterEach
  void remove() throws Exception {
    Mounts.detachBelow(folder);
    FileTree.delete(folder);
  }

  private String sh(String script, Path in) {
    return runner
        .require(Command.of(List.of("/bin/sh", "-ec", script)).in(in), "the script of a test")
        .output();
  }

  private String seen(String name) {
    return sh(
        "find . -not -name . -printf '%P %y %m %U:%G %l ' \\( -type f -exec cat {} \\; , -printf"
            + " '\\n"
            + "' \\) | sed 's/ *$//' | sort",
        folder.resolve(name));
  }

  @Test
  void aCopyShowsWhatTheKernelShowsAndTouchesNothingOutside() throws Exception {
    UnionDriver kernels = ROOT ? UnionDriver.OVERLAY : UnionDriver.USER_OVERLAY;
    sh("mount -t overlay overlay -o lowerdir=upper:lower" + kernels.options() + " merged", folder);
    ImageRoot image =
        new ImageRoot(
            NOTHING,
            List.of(folder.resolve("upper"), folder.resolve("lower")),
            folder,
            List.of("upper", "lower"),
            UnionDriver.COPY);

    FlatImage.copy(image, folder.resolve("flat"));

    assertThat(seen("flat")).contains("kept/file", "opaque/seen").isEqualTo(seen("merged"));
    assertThat(folder.resolve("outside/victim")).hasContent("whole");
  }
}
