package dev.jpod.engine;

import dev.jpod.host.DurableFile;
import dev.jpod.json.JsonText;
import dev.jpod.json.JsonTree;
import dev.jpod.model.Failure;
import dev.jpod.model.Instance;
import dev.jpod.model.Instance.EnvEntry;
import dev.jpod.model.Instance.Sensitivity;
import dev.jpod.model.JpodException;
import dev.jpod.runtime.BundleSecrets;
import dev.jpod.store.DiskFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A container's config.json, which holds the values of its environment: only its owner reads it.
 *
 * <p>Where secrets are among these, the file lies in memory beside the container's other secrets,
 * and config.json in the bundle is a link to it. The bundle then has an open copy without their
 * values, from which the file is made again when a reboot has taken it.
 */
final class Bundle {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private Bundle() {}

  /**
   * Writes the file of a new container, without waiting for the disk: after a reboot the observer
   * looks whether it is whole.
   */
  static void create(
      ContainerFiles files, ObjectNode config, Instance instance, SecretFolder memory)
      throws IOException {
    Map<String, String> secrets = secrets(instance);
    if (secrets.isEmpty()) {
      DurableFile.writeSoon(files.config(), JsonText.compact(config), OWNER_ONLY);
      return;
    }
    memory.make(files);
    DurableFile.writeSoon(files.secretConfig(), JsonText.compact(config), OWNER_ONLY);
    Files.createSymbolicLink(files.config(), files.secretConfig());
    ObjectNode open = BundleSecrets.removed(config, secrets.keySet());
    DurableFile.writeSoon(files.openConfig(), JsonText.compact(open), OWNER_ONLY);
  }

  /** Makes the file in memory again; nothing where there are no secrets in the environment. */
  static void restore(ContainerFiles files, Instance instance, SecretFolder memory)
      throws IOException {
    if (!hasSecrets(files)) {
      return;
    }
    ObjectNode config = read(files.openConfig());
    BundleSecrets.put(config, secrets(instance));
    memory.make(files);
    DurableFile.writeSoon(files.secretConfig(), JsonText.compact(config), OWNER_ONLY);
  }

  private static Map<String, String> secrets(Instance instance) {
    Map<String, String> secrets = new TreeMap<>();
    for (Map.Entry<String, EnvEntry> variable : instance.env().entrySet()) {
      if (variable.getValue().sensitivity() == Sensitivity.SECRET) {
        secrets.put(variable.getKey(), variable.getValue().value());
      }
    }
    return secrets;
  }

  /** Whether its environment has secrets in it, which lie in memory. */
  static boolean hasSecrets(ContainerFiles files) {
    return Files.exists(files.openConfig(), LinkOption.NOFOLLOW_LINKS);
  }

  /** Whether it has secrets, and a reboot has taken them. */
  static boolean hasLostSecrets(ContainerFiles files) {
    return hasSecrets(files) && !Files.exists(files.secretConfig());
  }

  /** What of it outlives a reboot. */
  static Path onDisk(ContainerFiles files) {
    return hasSecrets(files) ? files.openConfig() : files.config();
  }

  /**
   * Changes the file, and the open copy where there is one. Each is replaced atomically, that on
   * the disk durably and last.
   *
   * @param change makes to either what does not depend on the environment
   */
  static void revise(ContainerFiles files, Consumer<ObjectNode> change) {
    if (hasSecrets(files) && !hasLostSecrets(files)) {
      revise(files.secretConfig(), change);
    }
    revise(onDisk(files), change);
  }

  private static void revise(Path file, Consumer<ObjectNode> change) {
    ObjectNode config = read(file);
    change.accept(config);
    try {
      DurableFile.write(file, JsonText.compact(config), OWNER_ONLY);
    } catch (IOException e) {
      throw DiskFailure.of(e, file, "be written");
    }
  }

  /**
   * Whether the file's content can be what was written; a power cut may leave it empty or cut
   * short.
   */
  static boolean isWhole(byte[] content) {
    return content.length > 1 && content[0] == '{' && content[content.length - 1] == '}';
  }

  /** The whole file, secrets included. */
  static ObjectNode read(ContainerFiles files) {
    return read(files.config());
  }

  /** The file without the values of secrets, which is there also after a reboot. */
  static ObjectNode readOpen(ContainerFiles files) {
    return read(onDisk(files));
  }

  private static ObjectNode read(Path file) {
    try {
      JsonNode json = JsonTree.read(Files.readAllBytes(file));
      if (json instanceof ObjectNode config) {
        return config;
      }
    } catch (JacksonException e) {
      throw damaged(file);
    } catch (IOException e) {
      throw DiskFailure.of(e, file, "be read");
    }
    throw damaged(file);
  }

  /** Without what the parser says, which quotes the file. */
  private static JpodException damaged(Path file) {
    return new JpodException(
        Failure.FAILED,
        "the bundle '" + file + "' is damaged",
        "remove the container and apply again");
  }
}
