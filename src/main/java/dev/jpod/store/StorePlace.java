package dev.jpod.store;

import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A place that a person named for a store. */
final class StorePlace {
  private static final int WRITABLE_BY_OTHERS = 0002;
  private static final int ROOT = 0;

  private StorePlace() {}

  /**
   * The folder behind all links, which need not be there yet: the kernel's list of mounts and the
   * runtimes know no other path.
   *
   * @throws JpodException of kind REFUSED when it is there and others can change it, since they
   *     could have jpod run whatever they like
   */
  static Path real(Path named) {
    Path absolute = named.toAbsolutePath().normalize();
    Path there = absolute;
    while (!Files.exists(there)) {
      there = Objects.requireNonNull(there.getParent(), "the root folder is always there");
    }
    try {
      Path real = there.toRealPath();
      if (!there.equals(absolute)) {
        return real.resolve(there.relativize(absolute));
      }
      requireOwn(real);
      return real;
    } catch (IOException e) {
      throw DiskFailure.of(e, absolute, "be looked at");
    }
  }

  private static void requireOwn(Path folder) throws IOException {
    if (((int) Files.getAttribute(folder, "unix:mode") & WRITABLE_BY_OTHERS) != 0) {
      throw JpodException.refused(
          "everybody may write to '" + folder + "', so the store cannot lie there",
          "choose another folder, or take the right away: chmod o-w " + folder);
    }
    int owner = (int) Files.getAttribute(folder, "unix:uid");
    if (owner != ROOT && owner != own()) {
      throw JpodException.refused(
          "'" + folder + "' belongs to the user " + owner + ", so the store cannot lie there",
          "choose a folder of your own, or take this one over with chown");
    }
  }

  private static int own() throws IOException {
    return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
  }
}
