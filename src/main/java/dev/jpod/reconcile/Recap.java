package dev.jpod.reconcile;

/**
 * How a run went, counted by container and volume as Ansible counts by task.
 *
 * @param ok are as the stack file wants them now, whether something had to be done or not
 * @param changed of those, how many something was done to, removals included
 * @param failed could not be brought there
 * @param skipped were left alone because something before them failed or the run was interrupted
 */
public record Recap(int ok, int changed, int failed, int skipped) {
  /** {@code ok=5 changed=4 failed=0 skipped=0}. */
  @Override
  public String toString() {
    return "ok=" + ok + " changed=" + changed + " failed=" + failed + " skipped=" + skipped;
  }
}
