package dev.jpod.cli;

import dev.jpod.plan.Patience;
import dev.jpod.plan.WaitFor;
import dev.jpod.reconcile.RunOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The options of commands that change a stack. */
final class RunArguments {
  private static final String LOCK_TIMEOUT = "--lock-timeout";
  private static final String IF_LOCKED = "--if-locked";
  private static final String PARALLEL = "--parallel";
  private static final String WAIT = "--wait";
  private static final String WAIT_TIMEOUT = "--wait-timeout";

  /** What is done when another run holds the stack's lock for too long. */
  enum IfLocked {
    FAIL,
    SKIP
  }

  private RunArguments() {}

  /** Tells the options. */
  static void describe(Syntax syntax) {
    syntax
        .option(
            LOCK_TIMEOUT,
            "TIME",
            "How long to wait for another run on the same stack: seconds, or a time such as 1m30s."
                + " Default: 0.")
        .option(
            IF_LOCKED,
            "WHAT",
            "When it still runs then: fail with code 75, or skip with code 0. Default: fail.")
        .option(PARALLEL, "NUMBER", "How many steps may run at the same time. Default: 4.");
    describeWait(syntax);
  }

  /** Tells the options that shape a plan, too. */
  static void describeWait(Syntax syntax) {
    syntax
        .option(
            WAIT,
            "STATE",
            "What to wait for in containers that were started: started; healthy, where there is a"
                + " health check; or completed, for those that run to their end, too. Default:"
                + " healthy.")
        .option(
            WAIT_TIMEOUT,
            "TIME",
            "How long to wait for a container until it is healthy or has completed, unless its"
                + " pod's 'update' says otherwise. Default: 10m.");
  }

  /** What a run waits for. */
  static Patience patience(Arguments arguments) {
    String value = arguments.value(WAIT, "healthy");
    WaitFor waitFor =
        switch (value) {
          case "started" -> WaitFor.STARTED;
          case "healthy" -> WaitFor.HEALTHY;
          case "completed" -> WaitFor.COMPLETED;
          default -> throw Arguments.wrong(WAIT, value, "started, healthy or completed");
        };
    return new Patience(
        waitFor, orElse(arguments.duration(WAIT_TIMEOUT), Patience.DEFAULT.deadline()));
  }

  static RunOptions options(Arguments arguments, Wiring wiring) {
    int parallel = arguments.number(PARALLEL, RunOptions.DEFAULT.parallelism());
    if (parallel < 1) {
      throw Arguments.wrong(PARALLEL, "0", "a whole number from 1 on");
    }
    return new RunOptions(
        orElse(arguments.duration(LOCK_TIMEOUT), RunOptions.DEFAULT.lockTimeout()),
        parallel,
        patience(arguments),
        wiring.settings().runtime());
  }

  static IfLocked ifLocked(Arguments arguments) {
    String value = arguments.value(IF_LOCKED, "fail");
    return switch (value) {
      case "fail" -> IfLocked.FAIL;
      case "skip" -> IfLocked.SKIP;
      default -> throw Arguments.wrong(IF_LOCKED, value, "skip or fail");
    };
  }

  private static Duration orElse(@Nullable Duration given, Duration other) {
    return given == null ? other : given;
  }
}
