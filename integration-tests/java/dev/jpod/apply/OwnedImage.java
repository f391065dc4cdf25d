package dev.jpod.apply;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jpod.image.ImageStore;
import dev.jpod.image.ImportOptions;
import dev.jpod.model.ImageReference;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A small image of the host's static busybox in which not everything is root's. */
final class OwnedImage {
  static final String NAME = "localhost/owned:1";

  /** A user of the image, who has {@code /home/app} and the set-uid program {@code /app/id}. */
  static final int APP = 500;

  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final List<String> COMMANDS =
      List.of(
          ("sh sleep cat echo true id ps hostname httpd wget stat touch chown chmod mknod mount"
                  + " kill ls head")
              .split(" "));

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private OwnedImage() {}

  /** Puts the image into a store. */
  static void importInto(Path root) throws IOException {
    ImageStore.open(root)
        .importRootfs(
            new ByteArrayInputStream(tar()),
            ImageReference.of(NAME),
            ImportOptions.at(Instant.EPOCH));
  }

  /** The root file system as a tar. */
  static byte[] tar() throws IOException {
    return new OwnedImage().written();
  }

  private byte[] written() throws IOException {
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (String folder : List.of("bin/", "etc/", "tmp/", "run/", "srv/", "home/")) {
        folder(tar, folder, 0);
      }
      folder(tar, "home/app/", APP);
      folder(tar, "srv/data/", APP);
      folder(tar, "app/", 0);
      BusyboxImage.put(tar, "bin/busybox", 0755, 0, Files.readAllBytes(BUSYBOX));
      BusyboxImage.put(tar, "app/id", 04755, APP, Files.readAllBytes(BUSYBOX));
      BusyboxImage.put(tar, "srv/data/first", 0640, APP, "first\n".getBytes(UTF_8));
      BusyboxImage.put(
          tar,
          "etc/passwd",
          0644,
          0,
          "root:x:0:0::/root:/bin/sh\napp:x:500:500::/home/app:/bin/sh\n".getBytes(UTF_8));
      BusyboxImage.link(tar, COMMANDS);
    }
    return bytes.toByteArray();
  }

  private static void folder(TarArchiveOutputStream tar, String name, int owner)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setIds(owner, owner);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }
}
