package dev.jpod.store;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.nio.file.Path;

/**
 * Where everything lies, from the two roots of a store: {@code root} outlives a reboot, {@code
 * runroot} need not. Two layouts with different roots share nothing.
 *
 * <p>Both roots are absolute, normalised, and free of the characters that mount options, conmon and
 * line-based argument files give a meaning to.
 */
public record StoreLayout(Path root, Path runroot) {
  private static final String FORBIDDEN = ":,\\\"";

  public StoreLayout {
    root = plain(root);
    runroot = plain(runroot);
  }

  /**
   * The layout for the places that a person named: links are resolved, and a place that others can
   * change is refused.
   *
   * @throws JpodException for such a place, or one whose path cannot be used
   */
  public static StoreLayout at(Path root, Path runroot) {
    return new StoreLayout(StorePlace.real(root), StorePlace.real(runroot));
  }

  /** One folder per container, by id. */
  public Path containers() {
    return root.resolve("containers");
  }

  /** The bundle, record, log and writable layer of a container. */
  public Path container(String id) {
    return containers().resolve(id);
  }

  /** What a container needs only while it runs: process ids, exit code, lock, secrets. */
  public Path containerRun(String id) {
    return runroot.resolve("containers").resolve(id);
  }

  /** The state folder that a runtime is told with {@code --root}. */
  public Path runtimeState(String runtimeName) {
    return runroot.resolve("runtime").resolve(runtimeName);
  }

  /** One folder per volume, by name. */
  public Path volumes() {
    return root.resolve("volumes");
  }

  /** The folder with a volume's record and its data. */
  public Path volume(String name) {
    return volumes().resolve(name);
  }

  /** One folder per pod, by id. */
  public Path pods() {
    return root.resolve("pods");
  }

  /** The record of a pod, and the files that its containers share. */
  public Path pod(String id) {
    return pods().resolve(id);
  }

  /** What a pod holds only while it is up: namespaces, shared memory, the infra process. */
  public Path podRun(String id) {
    return runroot.resolve("pods").resolve(id);
  }

  /** One file per network, by name. */
  public Path networks() {
    return root.resolve("networks");
  }

  /** What the network driver keeps while a pod is up. */
  public Path networkRun() {
    return runroot.resolve("network");
  }

  /** Unpacked layers; the short links that overlay mounts use lie in {@code l} below it. */
  public Path layers() {
    return root.resolve("layers");
  }

  /** One folder per stack, by name. */
  public Path stacks() {
    return root.resolve("stacks");
  }

  /** The folder with a stack's revisions, journal and lock. */
  public Path stack(String name) {
    return stacks().resolve(name);
  }

  /** The programs that running containers depend on, by content, so that they survive upgrades. */
  public Path libexec() {
    return root.resolve("libexec");
  }

  /** What happened to containers, one JSON object per line. */
  public Path events() {
    return root.resolve("events.jsonl");
  }

  /** The names that runs under way are about to give, one file per stack. */
  public Path claims() {
    return runroot.resolve("claims");
  }

  /** The boot during which the content of {@code runroot} was written. */
  public Path bootId() {
    return runroot.resolve("boot-id");
  }

  private static Path plain(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    String text = absolute.toString();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // conmon takes no argument that its locale, C, cannot spell.
      if (c <= ' ' || c > '~' || FORBIDDEN.indexOf(c) >= 0) {
        throw new JpodException(
            Failure.USAGE,
            "the store cannot lie in '" + absolute + "'",
            "choose a path of ASCII characters, without spaces, colons, commas, quotes and"
                + " backslashes");
      }
    }
    return absolute;
  }
}
