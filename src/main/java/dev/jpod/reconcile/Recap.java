package dev.jpod.reconcile;

/**
 * How a run went, counted by container as Ansible counts by task. Volumes, which have no state that
 * a run could find wrong, are counted apart, or as failed or skipped.
 *
 * @param ok are as the stack file wants them now, whether something had to be done or not
 * @param changed of those, how many something was done to, removals included
 * @param failed could not be brought there
 * @param skipped were left alone because something before them failed or the run was interrupted
 * @param newVolumes how many volumes were made
 * @param relabelledVolumes how many got other labels
 * @param lostVolumes how many were removed with their data
 */
public record Recap(
    int ok,
    int changed,
    int failed,
    int skipped,
    int newVolumes,
    int relabelledVolumes,
    int lostVolumes) {
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
        + volumes(newVolumes, " new volume", "")
        + volumes(relabelledVolumes, " volume", " relabelled")
        + volumes(lostVolumes, " volume", " removed");
  }

  private static String volumes(int count, String before, String after) {
    return count == 0 ? "" : ", " + count + before + (count == 1 ? "" : "s") + after;
  }
}
