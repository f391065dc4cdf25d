package dev.jpod.engine;

import dev.jpod.host.DurableFile;
import dev.jpod.json.JsonText;
import dev.jpod.json.JsonTree;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.store.DiskFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A container's config.json, which holds the values of its environment: only its owner reads it.
 */
final class Bundle {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private Bundle() {}

  /**
   * Writes the file of a new container, without waiting for the disk: after a reboot the observer
   * looks whether it is whole.
   */
  static void create(ContainerFiles files, ObjectNode config) throws IOException {
    DurableFile.writeSoon(files.config(), JsonText.compact(config), OWNER_ONLY);
  }

  /** Replaces the file. Atomic and durable. */
  static void write(ContainerFiles files, ObjectNode config) {
    try {
      DurableFile.write(files.config(), JsonText.compact(config), OWNER_ONLY);
    } catch (IOException e) {
      throw DiskFailure.of(e, files.config(), "be written");
    }
  }

  /**
   * Whether the file's content can be what was written; a power cut may leave it empty or cut
   * short.
   */
  static boolean isWhole(byte[] content) {
    return content.length > 1 && content[0] == '{' && content[content.length - 1] == '}';
  }

  static ObjectNode read(ContainerFiles files) {
    try {
      JsonNode json = JsonTree.read(Files.readAllBytes(files.config()));
      if (json instanceof ObjectNode config) {
        return config;
      }
    } catch (JacksonException e) {
      throw damaged(files, e);
    } catch (IOException e) {
      throw DiskFailure.of(e, files.config(), "be read");
    }
    throw damaged(files, null);
  }

  private static JpodException damaged(ContainerFiles files, @Nullable Throwable cause) {
    return new JpodException(
        Failure.FAILED,
        "the bundle '" + files.config() + "' is damaged",
        "remove the container and apply again",
        cause);
  }
}
