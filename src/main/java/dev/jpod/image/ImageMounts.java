package dev.jpod.image;

import dev.jpod.host.Command;
import dev.jpod.host.CommandResult;
import dev.jpod.host.KernelLock;
import dev.jpod.host.Mounts;
import dev.jpod.host.ProcFs;
import dev.jpod.host.ProcessRunner;
import dev.jpod.model.Digest;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Images that somebody looks into on this host: each is mounted once, read-only, below {@code
 * <runroot>/image-mounts}, until it is unmounted or the host starts anew. Only the owner of the
 * store may enter, as with its layers.
 */
public final class ImageMounts {
  private static final String LOCK = "lock";
  private static final int HEX_LENGTH = 64;

  /** overlayfs wants two folders where nothing can be written. */
  private static final List<String> FILLERS = List.of("empty", "void");

  private final Path folder;

  /**
   * @param runroot without characters that mount options give a meaning to
   */
  public ImageMounts(Path runroot) {
    this.folder = runroot.resolve("image-mounts");
  }

  /** The images that are mounted, by their ids, and where. */
  public Map<Digest, Path> list() {
    Map<Digest, Path> mounted = new LinkedHashMap<>();
    if (!Files.isDirectory(folder)) {
      return mounted;
    }
    try {
      for (Path place : ProcFs.mountsBelow(folder)) {
        String name = String.valueOf(place.getFileName());
        if (folder.equals(place.getParent()) && name.length() == HEX_LENGTH) {
          mounted.put(Digest.sha256(name), place);
        }
      }
    } catch (IOException e) {
      throw StoreFailure.of("cannot see what is mounted", e);
    }
    return mounted;
  }

  /**
   * Mounts an image; one that is mounted stays as it is.
   *
   * @param root kept from being removed by the caller
   * @return where it is
   */
  public Path mount(Digest id, ImageRoot root) {
    Path place = folder.resolve(id.hex());
    try {
      create();
      try (KernelLock _ = KernelLock.exclusive(folder.resolve(LOCK))) {
        if (!list().containsKey(id)) {
          Files.createDirectories(place);
          mount(id, place, root);
        }
        return place;
      }
    } catch (IOException e) {
      throw StoreFailure.of("cannot mount the image '" + id.shortHex() + "'", e);
    }
  }

  private void create() throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    for (String filler : FILLERS) {
      Files.createDirectories(folder.resolve(filler));
    }
  }

  private void mount(Digest id, Path place, ImageRoot root) throws IOException {
    if (root.driver() == UnionDriver.COPY) {
      throw JpodException.refused(
          "images are copied for each container in this store, and cannot be mounted",
          "have the setting storageDriver name one that mounts, such as fuse-overlayfs");
    }
    CommandResult result =
        new ProcessRunner().run(Command.of(command(place, root)).in(root.folder()));
    if (!result.succeeded()) {
      Mounts.detachBelow(place);
      Files.deleteIfExists(place);
      throw JpodException.failed(
          "cannot mount the image '" + id.shortHex() + "': mount said '" + result.complaint() + "'",
          "what mount said tells the cause; only root may mount");
    }
  }

  /** Layers by short names relative to their folder: mount options have a limit. */
  private List<String> command(Path place, ImageRoot root) {
    List<String> lower = new ArrayList<>(root.shortLayers());
    for (String filler : FILLERS) {
      lower.add(folder.resolve(filler).toString());
    }
    String options =
        "ro,nosuid,nodev,lowerdir=" + String.join(":", lower) + root.driver().options();
    return UnionChoice.command(root.driver(), options, place);
  }

  /**
   * Unmounts an image, also while somebody is in it. Idempotent.
   *
   * @return whether it was mounted
   */
  public boolean unmount(Digest id) {
    boolean mounted = list().containsKey(id);
    Path place = folder.resolve(id.hex());
    if (!mounted && !Files.exists(place)) {
      return false;
    }
    try (KernelLock _ = KernelLock.exclusive(folder.resolve(LOCK))) {
      Mounts.detachBelow(place);
      Files.deleteIfExists(place);
      return mounted;
    } catch (IOException e) {
      throw StoreFailure.of("cannot unmount the image '" + id.shortHex() + "'", e);
    }
  }
}
