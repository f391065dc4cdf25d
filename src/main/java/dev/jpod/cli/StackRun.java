package dev.jpod.cli;

import dev.jpod.cli.Arguments.Format;
import dev.jpod.cli.RunArguments.IfLocked;
import dev.jpod.host.TerminationSignals;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.reconcile.ApplyListener;
import dev.jpod.reconcile.Drain;
import dev.jpod.reconcile.Outcome;
import java.time.Duration;
import java.util.function.BiFunction;

/**
 * One run that changes a stack, from its first step to its recap. A signal makes it finish the
 * steps that run and begin no other; a second one leaves them where they are.
 */
final class StackRun {
  /** Those who pass a signal on, as timeout(1) does, make two of one: that is not a second one. */
  private static final Duration ECHO = Duration.ofMillis(200);

  private final Wiring wiring;
  private final Format format;
  private final IfLocked ifLocked;

  StackRun(Arguments arguments, Wiring wiring) {
    this.wiring = wiring;
    this.format = arguments.format();
    this.ifLocked = RunArguments.ifLocked(arguments);
  }

  /**
   * Runs it and says how it went.
   *
   * @param whenChanged the exit code when something was done
   */
  int go(PlanView view, ExitCode whenChanged, BiFunction<ApplyListener, Drain, Outcome> run) {
    long start = System.nanoTime();
    Drain drain = new Drain();
    Thread hook = new Thread(() -> drainAtEnd(drain));
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      Outcome outcome;
      try (Progress progress = Progress.of(format, wiring, view)) {
        outcome = run.apply(progress.listener(), drain);
      }
      RecapReport report = new RecapReport(wiring, format, System.nanoTime() - start);
      ExitCode code = report.tell(outcome, whenChanged);
      wiring.console().out().flush();
      return drain.isAsked() ? ExitCode.INTERRUPTED.code() : code.code();
    } catch (JpodException e) {
      if (e.failure() == Failure.LOCKED && ifLocked == IfLocked.SKIP) {
        if (!wiring.isQuiet()) {
          wiring.console().note("skipped: " + e.getMessage());
        }
        return ExitCode.DONE.code();
      }
      throw e;
    } finally {
      drain.end();
    }
  }

  private void drainAtEnd(Drain drain) {
    drain.ask();
    if (!drain.hasBegun()) {
      return;
    }
    try {
      if (!drain.awaitEnd(ECHO)) {
        TerminationSignals.endAtOnce(
            () -> wiring.console().note(InterruptionText.ofSecond(wiring.console())));
        drain.awaitEnd();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
