package dev.jpod.reconcile;

/**
 * How a run went, counted by container as Ansible counts by task; what is done to a pod is done to
 * its containers. Images, volumes and networks, which have no state that a run could find wrong,
 * are counted apart, or as failed or skipped.
 *
 * @param ok are as the stack file wants them now, whether something had to be done or not
 * @param changed of those, how many something was done to, removals included
 * @param failed could not be brought there
 * @param skipped were left alone because something before them failed or the run was interrupted
 * @param pulled how many images were brought in
 * @param volumes those that were made, got other labels, and were removed with their data
 * @param networks those that were made, were changed or replaced, and were removed
 */
public record Recap(
    int ok, int changed, int failed, int skipped, int pulled, Tally volumes, Tally networks) {
  /** How many of one kind were made, changed and removed. */
  public record Tally(int made, int changed, int removed) {
    /** Nothing was done. */
    public static final Tally NONE = new Tally(0, 0, 0);
  }

  /** {@code ok=5 changed=4 failed=0 skipped=0, 1 new volume}. */
  @Override
  public String toString() {
    return "ok="
        + ok
        + " changed="
        + changed
        + " failed="
        + failed
        + " skipped="
        + skipped
        + counted(pulled, " image", " pulled")
        + counted(networks.made(), " new network", "")
        + counted(networks.changed(), " network", " changed")
        + counted(networks.removed(), " network", " removed")
        + counted(volumes.made(), " new volume", "")
        + counted(volumes.changed(), " volume", " relabelled")
        + counted(volumes.removed(), " volume", " removed");
  }

  private static String counted(int count, String before, String after) {
    return count == 0 ? "" : ", " + count + before + (count == 1 ? "" : "s") + after;
  }
}
