package dev.jpod.cli;

import dev.jpod.diff.Unowned;
import dev.jpod.model.OnFailure;
import dev.jpod.plan.Patience;
import dev.jpod.plan.WaitFor;
import dev.jpod.reconcile.Author;
import dev.jpod.reconcile.RunGuards;
import dev.jpod.reconcile.RunOptions;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The options of commands that change a stack. */
final class RunArguments {
  static final String ADOPT = "--adopt";
  private static final String LOCK_TIMEOUT = "--lock-timeout";
  private static final String IF_LOCKED = "--if-locked";
  private static final String MAX_REMOVE = "--max-remove";
  private static final String CONFIRM = "--confirm";
  private static final String PARALLEL = "--parallel";
  private static final String WAIT = "--wait";
  private static final String ON_FAILURE = "--on-failure";
  private static final String TIMEOUT = "--timeout";
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
    syntax
        .option(
            TIMEOUT,
            "TIME",
            "How long the run may wait for containers in all, from its first step on. Default: no"
                + " bound but those of each wait.")
        .flag(
            CONFIRM,
            "Show the plan and ask on the terminal before anything is touched; an answer other than"
                + " yes ends with code 7.");
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

  /** Tells the option of commands that can go back to the revision before. */
  static void describeOnFailure(Syntax syntax) {
    syntax.option(
        ON_FAILURE,
        "WHAT",
        "When a step fails: rollback, to the last good revision; stop, with what was begun;"
            + " or continue, with all that does not depend on it. Default: what the stack's"
            + " onFailure says, and without it rollback.");
  }

  private static @Nullable OnFailure onFailure(Arguments arguments) {
    String value = arguments.value(ON_FAILURE);
    if (value == null) {
      return null;
    }
    for (OnFailure each : OnFailure.values()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(value)) {
        return each;
      }
    }
    throw Arguments.wrong(ON_FAILURE, value, "rollback, stop or continue");
  }

  /** Who runs the command: whom sudo says, or else whose process it is. */
  private static Author author(Arguments arguments, Wiring wiring) {
    String sudo = wiring.around().variable("SUDO_USER");
    String user = sudo.isEmpty() ? System.getProperty("user.name", "") : sudo;
    StringBuilder command = new StringBuilder(arguments.command());
    arguments.operands().forEach(operand -> command.append(' ').append(operand));
    arguments.given(ManifestArguments.FILE).forEach(file -> command.append(" -f ").append(file));
    return new Author(user, command.toString());
  }

  /** Tells the option of commands that may take over what no stack owns. */
  static void describeAdopt(Syntax syntax) {
    syntax.flag(
        ADOPT,
        "Take over what has a name that the stack needs and belongs to no stack, instead of"
            + " refusing: networks, volumes, pods and containers. What fits stays as it is; the"
            + " plan shows what is changed or replaced. What belongs to another stack is never"
            + " taken.");
  }

  static Unowned unowned(Arguments arguments) {
    return arguments.has(ADOPT) ? Unowned.ADOPTED : Unowned.REFUSED;
  }

  /** Tells the option that keeps a run from removing too much. */
  static void describeMaxRemove(Syntax syntax) {
    syntax.option(
        MAX_REMOVE,
        "NUMBER",
        "Refuse, with code 3, to remove more containers and networks than that which the"
            + " manifests have no more. What is replaced does not count.");
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
        arguments.duration(TIMEOUT),
        wiring.settings().runtime(),
        onFailure(arguments),
        author(arguments, wiring),
        guards(arguments, wiring));
  }

  private static RunGuards guards(Arguments arguments, Wiring wiring) {
    RunGuards guards = removalGuards(arguments);
    return arguments.has(CONFIRM)
        ? new RunGuards(guards.maxRemove(), Confirmation.onTerminal(wiring.console())::isGiven)
        : guards;
  }

  /** What is to hold of a plan that nobody carries out yet, too. */
  static RunGuards removalGuards(Arguments arguments) {
    return arguments.value(MAX_REMOVE) == null
        ? RunGuards.NONE
        : new RunGuards(
            OptionalInt.of(arguments.number(MAX_REMOVE, 0)), RunGuards.NONE.confirmation());
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
