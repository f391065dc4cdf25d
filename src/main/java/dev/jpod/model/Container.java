package dev.jpod.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One container of a pod, as the manifest asks for it. What is not said is left to the image or to
 * the engine's defaults.
 *
 * @param dependsOn containers of the same pod that must have reached a condition first
 */
public record Container(
    String name,
    Role role,
    ImageReference image,
    PullPolicy pullPolicy,
    ProcessSpec process,
    List<Mount> mounts,
    List<FileGrant> configs,
    List<FileGrant> secrets,
    Security security,
    Resources resources,
    Lifecycle lifecycle,
    Logging logging,
    @Nullable HealthCheck healthCheck,
    Map<String, DependencyCondition> dependsOn,
    Map<String, String> labels,
    Map<String, String> annotations) {
  public Container {
    Names.requireLabel(name);
    mounts = List.copyOf(mounts);
    configs = List.copyOf(configs);
    secrets = List.copyOf(secrets);
    dependsOn = Ordered.copyOf(dependsOn);
    labels = Ordered.copyOf(labels);
    annotations = Ordered.copyOf(annotations);
  }

  /** The same container with other mounts. */
  public Container withMounts(List<Mount> newMounts) {
    return new Container(
        name(),
        role(),
        image(),
        pullPolicy(),
        process(),
        newMounts,
        configs(),
        secrets(),
        security(),
        resources(),
        lifecycle(),
        logging(),
        healthCheck(),
        dependsOn(),
        labels(),
        annotations());
  }

  /** The same container with other limits. */
  public Container withResources(Resources newResources) {
    return new Container(
        name(),
        role(),
        image(),
        pullPolicy(),
        process(),
        mounts(),
        configs(),
        secrets(),
        security(),
        newResources,
        lifecycle(),
        logging(),
        healthCheck(),
        dependsOn(),
        labels(),
        annotations());
  }

  /** When a container of a pod runs. */
  public enum Role {
    /** As long as the pod. */
    MAIN,
    /** To its end, before the main ones start, whenever the pod is raised. */
    INIT
  }

  /** When an image is fetched. */
  public enum PullPolicy {
    ALWAYS,
    MISSING,
    NEVER,
    NEWER
  }

  /**
   * How the log is kept.
   *
   * @param maxSize bytes at which the file is turned over; 0 for never
   * @param files how many files are kept, the current one included; at least 1
   */
  public record Logging(long maxSize, int files) {
    /** 10 MiB in each of two files. */
    public static final Logging DEFAULT = new Logging(10L << 20, 2);

    public Logging {
      if (maxSize < 0 || files < 1) {
        throw new IllegalArgumentException("a log has a size of at least 0 and at least 1 file");
      }
    }
  }
}
