package dev.jpod.reconcile;

import dev.jpod.engine.ContainerRequest;
import dev.jpod.model.OnFailure;
import dev.jpod.plan.Patience;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an apply or a destroy goes about its work.
 *
 * @param lockTimeout how long to wait for another run on the same stack
 * @param parallelism how many steps may run at once, at least 1
 * @param patience what is waited for, and for how long
 * @param total how long all of its waits may last together, from the first step on; null for no
 *     bound but those of each
 * @param runtime {@code runc}, {@code crun} or the path of one, for containers made in this run
 * @param onFailure in place of what the stack says; null to leave that
 * @param author for the history
 * @param guards what has to hold of the plan before any of it is done
 */
public record RunOptions(
    Duration lockTimeout,
    int parallelism,
    Patience patience,
    @Nullable Duration total,
    String runtime,
    @Nullable OnFailure onFailure,
    Author author,
    RunGuards guards) {
  public static final RunOptions DEFAULT =
      new RunOptions(
          Duration.ZERO,
          4,
          Patience.DEFAULT,
          null,
          ContainerRequest.DEFAULT_RUNTIME,
          null,
          Author.UNKNOWN,
          RunGuards.NONE);

  /** The same, as a plan was made with. */
  RunOptions with(String otherRuntime, Patience otherPatience) {
    return new RunOptions(
        lockTimeout, parallelism, otherPatience, total, otherRuntime, onFailure, author, guards);
  }

  public RunOptions {
    if (parallelism < 1) {
      throw new IllegalArgumentException("parallelism is " + parallelism + ", less than 1");
    }
  }
}
