package dev.jpod.reconcile;

import dev.jpod.manifest.ImageLock;
import dev.jpod.model.Container.PullPolicy;
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

  /** What a tag means. */
  public enum Tags {
    /** What the lock file says; without one, what the policy finds. */
    AS_LOCKED,
    /** What registries say now, whatever was locked. */
    ANEW
  }

  /** What becomes of a reference that the lock file does not have. */
  public enum Unlocked {
    LOOKED_UP,
    REFUSED
  }
}
