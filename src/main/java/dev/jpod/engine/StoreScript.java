package dev.jpod.engine;

import dev.jpod.host.DurableFile;
import dev.jpod.store.DiskFailure;
import dev.jpod.store.StoreLayout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A POSIX shell program that containers need also when jpod is not there. It is kept in the store
 * under the digest of its content, so that running containers find theirs after jpod was upgraded
 * or deleted.
 */
final class StoreScript {
  private static final String COMMON = "common.sh";
  private static final int DIGITS = 16;

  private final StoreLayout layout;
  private final String name;
  private @Nullable Path installed;

  /**
   * @param name of the resource, without {@code .sh}
   */
  StoreScript(StoreLayout layout, String name) {
    this.layout = layout;
    this.name = name;
  }

  /** The place of this version's program; puts it there when it is missing. */
  synchronized Path installed() {
    Path file = installed;
    if (file == null) {
      file = install();
      installed = file;
    }
    return file;
  }

  private Path install() {
    byte[] content = content();
    Path file =
        layout.libexec().resolve(name + "-" + Sha256.hex(content).substring(0, DIGITS) + ".sh");
    if (!isWhole(file, content)) {
      try {
        Files.createDirectories(layout.libexec());
        DurableFile.writeSoon(file, content, PosixFilePermissions.fromString("r-xr-xr-x"));
      } catch (IOException e) {
        throw DiskFailure.of(e, file, "be written");
      }
    }
    return file;
  }

  /** A power cut can leave the file empty. */
  private static boolean isWhole(Path file, byte[] content) {
    try {
      return Files.size(file) == content.length;
    } catch (IOException e) {
      return false;
    }
  }

  private byte[] content() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (String resource : List.of(COMMON, name + ".sh")) {
      try (InputStream stream = StoreScript.class.getResourceAsStream(resource)) {
        if (stream == null) {
          throw new IllegalStateException("jpod was built without its program " + resource);
        }
        stream.transferTo(text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return text.toByteArray();
  }
}
