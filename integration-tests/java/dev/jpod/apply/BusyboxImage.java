package dev.jpod.apply;

import dev.jpod.image.ImageStore;
import dev.jpod.image.ImportOptions;
import dev.jpod.model.ImageReference;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** A small image made on the spot from the host's static busybox. */
final class BusyboxImage {
  static final String NAME = "localhost/busybox:1";

  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final List<String> COMMANDS =
      List.of(
          ("sh sleep cat echo true false test kill ls id env ps hostname readlink httpd wget"
                  + " nslookup")
              .split(" "));

  private BusyboxImage() {}

  /** Puts the image into a store under a name; {@code mark} makes its content different. */
  static void importInto(Path root, String name, String mark) throws IOException {
    ImageStore.open(root)
        .importRootfs(
            new ByteArrayInputStream(tar(mark)),
            ImageReference.of(name),
            ImportOptions.at(Instant.EPOCH));
  }

  /** The root file system as a tar. */
  static byte[] tar(String mark) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (String folder : List.of("bin/", "etc/", "tmp/", "run/")) {
        tar.putArchiveEntry(new TarArchiveEntry(folder));
        tar.closeArchiveEntry();
      }
      put(tar, "bin/busybox", 0755, 0, Files.readAllBytes(BUSYBOX));
      put(tar, "etc/mark", 0644, 0, mark.getBytes(StandardCharsets.UTF_8));
      link(tar, COMMANDS);
    }
    return bytes.toByteArray();
  }

  /** Links to busybox, each of which is one of its commands. */
  static void link(TarArchiveOutputStream tar, List<String> commands) throws IOException {
    for (String command : commands) {
      TarArchiveEntry link = new TarArchiveEntry("bin/" + command, TarConstants.LF_SYMLINK);
      link.setLinkName("busybox");
      tar.putArchiveEntry(link);
      tar.closeArchiveEntry();
    }
  }

  static void put(TarArchiveOutputStream tar, String name, int mode, int owner, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    entry.setMode(0100000 | mode);
    entry.setIds(owner, owner);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
