package dev.jpod.model;

import java.util.List;
import java.util.Map;

/**
 * One container that should exist, with everything that had to be looked up: the image's id, the
 * environment with its files and secrets, the content of configs and secrets.
 *
 * @param image the id (config digest) of the image
 * @param env what the manifest asks for, files included, without the image's own
 * @param files configs and secrets that appear as files
 */
public record Instance(
    InstanceKey key,
    Pod pod,
    Container container,
    Digest image,
    Map<String, EnvEntry> env,
    List<GrantedFile> files) {
  public Instance {
    env = Ordered.copyOf(env);
    files = List.copyOf(files);
  }

  /** The same instance of a container that is otherwise. */
  public Instance withContainer(Container other) {
    return new Instance(key, pod, other, image, env, files);
  }

  /**
   * An environment variable's value.
   *
   * @param fingerprint the value itself where it may be shown, else a keyed hash of it
   */
  public record EnvEntry(String value, String fingerprint, Sensitivity sensitivity) {
    /** A value that may be shown. */
    public static EnvEntry open(String value) {
      return new EnvEntry(value, value, Sensitivity.OPEN);
    }

    @Override
    public String toString() {
      return fingerprint;
    }
  }

  /** Whether a value may be shown, logged and stored. */
  public enum Sensitivity {
    OPEN,
    SECRET
  }

  /**
   * A file with its content.
   *
   * @param fingerprint a digest of an open content, a keyed hash of a secret one
   */
  public record GrantedFile(
      FileGrant grant, Content content, String fingerprint, Sensitivity sensitivity) {}

  /** Bytes that do not show themselves. */
  @SuppressWarnings("ArrayRecordComponent") // identity is enough; equality goes by fingerprint
  public record Content(byte[] bytes) {
    @Override
    public String toString() {
      return "Content[" + bytes.length + " bytes]";
    }
  }
}
