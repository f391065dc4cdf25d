package dev.jpod.engine;

import dev.jpod.host.DurableFile;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.store.DiskFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A container's config.json, which holds the values of its environment: only its owner reads it.
 */
final class Bundle {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private Bundle() {}

  /** Replaces the file. Atomic and durable. */
  static void write(ContainerFiles files, ObjectNode config) {
    try {
      DurableFile.write(
          files.config(),
          MAPPER.writeValueAsBytes(config),
          PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw DiskFailure.of(e, files.config(), "be written");
    }
  }

  static ObjectNode read(ContainerFiles files) {
    try {
      JsonNode json = MAPPER.readTree(Files.readAllBytes(files.config()));
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

  private static JpodException damaged(
      ContainerFiles files, @org.jspecify.annotations.Nullable Throwable cause) {
    return new JpodException(
        Failure.FAILED,
        "the bundle '" + files.config() + "' is damaged",
        "remove the container and apply again",
        cause);
  }
}
