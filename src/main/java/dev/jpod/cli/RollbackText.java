package dev.jpod.cli;

import dev.jpod.cli.Paint.Style;
import dev.jpod.model.JpodException;
import dev.jpod.reconcile.ContainerFailure;
import dev.jpod.reconcile.Outcome.FailedStep;
import dev.jpod.reconcile.Outcome.Restoration;
import java.util.ArrayList;
import java.util.List;

/** What is said about a rollback. */
final class RollbackText {
  private RollbackText() {}

  /** What went wrong, in the words of the step that failed. */
  static JpodException named(FailedStep failed) {
    JpodException reason = failed.reason();
    return new JpodException(
        reason.failure(),
        StepText.of(failed.step()).orElse(failed.step().id()) + ": " + reason.getMessage(),
        reason.hint(),
        reason);
  }

  /** The last lines that a container wrote which failed, with a line that says so. */
  static List<String> lastLines(JpodException reason) {
    List<String> lines = new ArrayList<>();
    if (reason instanceof ContainerFailure of) {
      lines.add("the last lines of " + of.container() + ":");
      of.lastLines().forEach(line -> lines.add("  " + Failures.harmless(line)));
    }
    return lines;
  }

  /** Tells what failed, and that something is rolled back. */
  static void tell(List<FailedStep> failures, long serial, Failures reports, Console console) {
    for (FailedStep failed : failures) {
      reports.report(named(failed));
      lastLines(failed.reason()).forEach(console::note);
    }
    console.note(begins(serial, console));
  }

  /** The line under the errors, before the plan of the rollback. */
  private static String begins(long serial, Console console) {
    return console.errPaint().paint(Style.YELLOW, "rolling back") + " to r" + serial;
  }

  /** What runs again and what was left as it is. */
  static List<String> restored(Restoration restoration, Console console) {
    List<String> lines = new ArrayList<>();
    String changes = restoration.plan().summary().brief();
    lines.add(
        console.errPaint().paint(Style.YELLOW, "rolled back")
            + ": r"
            + restoration.serial()
            + " runs again"
            + (changes.isEmpty() ? ", nothing had to be restored" : " (" + changes + ")"));
    for (String sentence : restoration.notUndone()) {
      lines.add("not rolled back: " + Failures.harmless(sentence));
    }
    return lines;
  }
}
