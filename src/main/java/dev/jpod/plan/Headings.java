package dev.jpod.plan;

/** What a plan builds on, in the words of its first line. */
final class Headings {
  private static final int SHORT_COMMIT = 7;

  private Headings() {}

  /** The revision that stays. */
  static String current(Basis basis) {
    return basis.serial().isPresent() ? "  r" + basis.serial().getAsLong() : "";
  }

  /** The revision that is and the one that will be, and where the latter comes from. */
  static String next(Basis basis, Plan plan) {
    if (basis.serial().isPresent() && basis.serial().equals(basis.next())) {
      return "  back to r" + basis.serial().getAsLong();
    }
    String next =
        basis.next().isEmpty()
            ? ""
            : plan.isDestruction() ? " → gone" : " → r" + basis.next().getAsLong();
    return current(basis) + next + basis.commit().map(Headings::git).orElse("");
  }

  private static String git(String commit) {
    return "   git " + commit.substring(0, Math.min(SHORT_COMMIT, commit.length()));
  }
}
