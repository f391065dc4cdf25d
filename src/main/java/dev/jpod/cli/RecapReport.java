package dev.jpod.cli;

import dev.jpod.cli.Arguments.Format;
import dev.jpod.cli.Paint.Style;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.plan.Action;
import dev.jpod.reconcile.ContainerFailure;
import dev.jpod.reconcile.Outcome;
import dev.jpod.reconcile.Outcome.FailedStep;
import java.time.Duration;
import java.util.List;

/** The end of a run: what failed, on standard error, and the recap, on standard output. */
final class RecapReport {
  private final Wiring wiring;
  private final Format format;
  private final Duration took;

  RecapReport(Wiring wiring, Format format, long nanos) {
    this.wiring = wiring;
    this.format = format;
    this.took = Duration.ofNanos(nanos);
  }

  /** Tells how it went, and gives the exit code for it. */
  ExitCode tell(Outcome outcome, ExitCode whenChanged) {
    if (outcome instanceof Outcome.Unchanged unchanged) {
      return tellUnchanged(unchanged);
    }
    return switch (outcome) {
      case Outcome.Unchanged unchanged -> tellUnchanged(unchanged);
      case Outcome.Done done -> {
        recap(done, "done", Style.GREEN);
        yield whenChanged;
      }
      case Outcome.Failed failed -> {
        for (FailedStep step : failed.failures()) {
          wiring.failures().report(named(step));
          tellLastLines(step.reason());
        }
        recap(failed, "failed", Style.RED);
        yield code(failed.failures());
      }
      case Outcome.Interrupted interrupted -> {
        wiring
            .console()
            .note(
                "jpod: the run was interrupted; what was begun is finished, and the same command"
                    + " again goes on from there");
        recap(interrupted, "interrupted", Style.YELLOW);
        yield ExitCode.INTERRUPTED;
      }
    };
  }

  private ExitCode tellUnchanged(Outcome.Unchanged unchanged) {
    if (!wiring.isQuiet() || format == Format.JSON) {
      recap(unchanged, "unchanged", Style.GREEN);
    }
    return ExitCode.DONE;
  }

  private static JpodException named(FailedStep failed) {
    JpodException reason = failed.reason();
    return new JpodException(
        reason.failure(),
        StepText.of(failed.step()).orElse(failed.step().id()) + ": " + reason.getMessage(),
        reason.hint(),
        reason);
  }

  private void tellLastLines(JpodException reason) {
    if (reason instanceof ContainerFailure of) {
      Console console = wiring.console();
      console.note("the last lines of " + of.container() + ":");
      for (String line : of.lastLines()) {
        console.note("  " + Failures.harmless(line));
      }
    }
  }

  private static ExitCode code(List<FailedStep> failures) {
    if (failures.stream().allMatch(failed -> failed.step().action() instanceof Action.PullImage)) {
      return ofPulls(failures);
    }
    for (FailedStep failed : failures) {
      if (failed.reason().failure() != Failure.TIMED_OUT) {
        return ExitCode.FAILED;
      }
    }
    return ExitCode.TIMED_OUT;
  }

  /** Nothing but the store was touched. What no repetition mends comes first. */
  private static ExitCode ofPulls(List<FailedStep> failures) {
    ExitCode worst = ExitCode.UNREACHABLE;
    for (FailedStep failed : failures) {
      ExitCode code = ExitCode.of(failed.reason().failure());
      if (code == ExitCode.REFUSED) {
        return code;
      }
      if (code != ExitCode.UNREACHABLE) {
        worst = code;
      }
    }
    return worst;
  }

  private void recap(Outcome outcome, String word, Style style) {
    Output out = wiring.console().out();
    switch (format) {
      case TEXT ->
          out.line(
              wiring.console().outPaint().paint(style, outcome.plan().stack())
                  + "  "
                  + outcome.recap()
                  + "  "
                  + Times.seconds(took));
      case JSON ->
          JsonOutput.line(
              out,
              json -> {
                json.writeStartObject()
                    .writeStringProperty("event", "recap")
                    .writeStringProperty("stack", outcome.plan().stack())
                    .writeStringProperty("outcome", word)
                    .writeNumberProperty("ok", outcome.recap().ok())
                    .writeNumberProperty("changed", outcome.recap().changed())
                    .writeNumberProperty("failed", outcome.recap().failed())
                    .writeNumberProperty("skipped", outcome.recap().skipped())
                    .writeNumberProperty("pulledImages", outcome.recap().pulled())
                    .writeNumberProperty("newVolumes", outcome.recap().volumes().made())
                    .writeNumberProperty("relabelledVolumes", outcome.recap().volumes().changed())
                    .writeNumberProperty("lostVolumes", outcome.recap().volumes().removed())
                    .writeNumberProperty("newNetworks", outcome.recap().networks().made())
                    .writeNumberProperty("changedNetworks", outcome.recap().networks().changed())
                    .writeNumberProperty("removedNetworks", outcome.recap().networks().removed());
                if (outcome instanceof Outcome.Done done && done.serial() > 0) {
                  json.writeNumberProperty("revision", done.serial());
                }
                json.writeNumberProperty("seconds", took.toMillis() / 1000.0).writeEndObject();
              });
    }
  }
}
