package dev.jpod.engine;

import dev.jpod.model.IdMappings;
import dev.jpod.model.IdMappings.Range;
import dev.jpod.model.JpodException;
import dev.jpod.model.Pod;
import dev.jpod.store.PodRecord;
import dev.jpod.store.PodRecords;
import dev.jpod.store.StoreLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who owns a file for jpod that somebody in a pod is to own.
 *
 * @param ids those of the pod's user namespace; null where it has none of its own
 */
record Owners(@Nullable IdMappings ids) {
  /** Everybody is who he is. */
  static final Owners SAME = new Owners(null);

  /** Those of a container in a pod, by the pod's record. */
  static Owners of(StoreLayout layout, Pod pod, @Nullable String id) {
    if (pod.userns() == null || id == null) {
      return SAME;
    }
    PodRecord record = new PodRecords(layout).require(id);
    return record.ids() == null ? SAME : new Owners(record.ids());
  }

  /**
   * The user outside; unsigned.
   *
   * @throws JpodException of kind REFUSED when the pod has no such user
   */
  int user(long inside) {
    return outside("user", inside, ids == null ? inside : ids.user(inside));
  }

  /**
   * The group outside; unsigned.
   *
   * @throws JpodException of kind REFUSED when the pod has no such group
   */
  int group(long inside) {
    return outside("group", inside, ids == null ? inside : ids.group(inside));
  }

  /** What the pod calls a user and group from outside, as {@code uid:gid}; root when it cannot. */
  String called(long outside) {
    if (ids == null) {
      return "";
    }
    return Math.max(0, inside(ids.users(), outside))
        + ":"
        + Math.max(0, inside(ids.groups(), outside));
  }

  private static long inside(List<Range> ranges, long outside) {
    for (Range range : ranges) {
      long distance = outside - range.outside();
      if (distance >= 0 && distance < range.count()) {
        return range.inside() + distance;
      }
    }
    return -1;
  }

  /** Whether the one who runs jpod is somebody in the pod. */
  boolean haveJpod() {
    return ids == null || inside(ids.users(), 0) >= 0;
  }

  /**
   * Gives a file of jpod's to the root of the pod, unless jpod's files are somebody's in there
   * already.
   */
  void giveUnlessOwned(Path file) throws IOException {
    boolean isOfJpod = Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(0);
    if (ids != null && isOfJpod && !haveJpod()) {
      giveToRoot(file);
    }
  }

  /** Gives a file to the root of the pod, where that is somebody else than jpod. */
  void giveToRoot(Path file) throws IOException {
    if (ids != null) {
      Files.setAttribute(file, "unix:uid", user(0), LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(file, "unix:gid", group(0), LinkOption.NOFOLLOW_LINKS);
    }
  }

  private static int outside(String kind, long inside, long outside) {
    if (outside < 0) {
      throw JpodException.refused(
          "the " + kind + " " + inside + " is not among the ids of the pod's user namespace",
          "give the pod more ids by 'userns', for example {mode: auto, size: 65536}, or choose"
              + " another "
              + kind);
    }
    return (int) outside;
  }
}
