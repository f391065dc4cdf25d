package dev.jpod.manifest;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.util.List;

/** A manifest that cannot be used, with everything that is wrong with it. */
public final class InvalidManifest extends JpodException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  InvalidManifest(List<Problem> problems) {
    super(
        Failure.INVALID_MANIFEST,
        problems.size() == 1
            ? "the manifest has a problem: " + problems.getFirst()
            : "the manifest has " + problems.size() + " problems",
        "correct what is listed; 'jpod validate' shows the same list without applying anything");
    this.problems = List.copyOf(problems);
  }

  /** All problems, by file, line and column; never empty. */
  public List<Problem> problems() {
    return problems;
  }
}
