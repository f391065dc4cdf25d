package dev.jpod.reconcile;

import dev.jpod.diff.WantedImage;
import dev.jpod.manifest.ImageLock;
import dev.jpod.model.Container.PullPolicy;
import dev.jpod.model.Digest;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How the images of a stack are looked up.
 *
 * @param policy in place of the containers' own policies; null to leave these
 * @param lock the digests that references stand for; null without a lock file
 */
public record ImageRules(
    @Nullable PullPolicy policy, @Nullable ImageLock lock, Tags tags, Unlocked unlocked) {
  /** As the stack file has it. */
  public static final ImageRules OF_STACK =
      new ImageRules(null, null, Tags.AS_LOCKED, Unlocked.LOOKED_UP);

  /**
   * A lock for what was looked up; what has a digest in the stack file needs no other.
   *
   * @param images of a stack
   */
  public static ImageLock lockOf(List<WantedImage> images) {
    SortedMap<String, Digest> digests = new TreeMap<>();
    for (WantedImage image : images) {
      if (image.reference().digest() == null) {
        digests.put(image.reference().toString(), image.digest());
      }
    }
    return new ImageLock(digests);
  }

  /** The lock file after a run by these rules that ended well; null without a lock file. */
  @Nullable String lockedText(List<WantedImage> images) {
    if (lock == null) {
      return null;
    }
    return switch (tags) {
      case AS_LOCKED, AS_THEN -> lock.text();
      case ANEW -> lockOf(images).text();
    };
  }

  /** What a tag means. */
  public enum Tags {
    /** What the lock file says; without one, what the policy finds. */
    AS_LOCKED,
    /** What registries say now, whatever was locked. */
    ANEW,
    /** What they meant when a revision was made or a plan was saved, which the lock has. */
    AS_THEN
  }

  /** What becomes of a reference that the lock file does not have. */
  public enum Unlocked {
    LOOKED_UP,
    REFUSED
  }
}
