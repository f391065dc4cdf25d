package dev.jpod.cli;

import dev.jpod.cli.Arguments.Format;
import dev.jpod.cli.Paint.Style;
import dev.jpod.diff.FieldOrigins;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.plan.Action;
import dev.jpod.reconcile.Outcome;
import dev.jpod.reconcile.Outcome.FailedStep;
import java.time.Duration;
import java.util.ArrayList;
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
          wiring.failures().report(RollbackText.named(step));
          RollbackText.lastLines(step.reason()).forEach(wiring.console()::note);
        }
        failed.standing().forEach(wiring.console()::note);
        recap(failed, "failed", Style.RED);
        yield code(failed.failures());
      }
      case Outcome.RolledBack back -> {
        RollbackText.restored(back.restoration(), wiring.console()).forEach(wiring.console()::note);
        recap(back, "rolled back", Style.YELLOW);
        yield ExitCode.ROLLED_BACK;
      }
      case Outcome.RollbackFailed twice -> {
        report(twice);
        recap(twice, "rollback failed", Style.RED);
        yield ExitCode.ROLLBACK_FAILED;
      }
      case Outcome.Stale stale -> {
        tell(stale);
        yield ExitCode.STALE;
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

  /** What would be planned now goes where plans of a run go. */
  private void tell(Outcome.Stale stale) {
    wiring.failures().report(stale.reason());
    String stack = stale.plan().stack();
    PlanView view = wiring.planView(stack, FieldOrigins.UNKNOWN);
    switch (format) {
      case TEXT ->
          view.lines(stale.now(), wiring.console().errPaint()).forEach(wiring.console()::note);
      case JSON ->
          wiring
              .console()
              .out()
              .text("{\"event\":\"stale\",\"plan\":")
              .text(view.jsonLine(stale.now()))
              .line("}");
    }
    recap(stale, "stale", Style.YELLOW);
  }

  private ExitCode tellUnchanged(Outcome.Unchanged unchanged) {
    if (!wiring.isQuiet() || format == Format.JSON) {
      recap(unchanged, "unchanged", Style.GREEN);
    }
    return ExitCode.DONE;
  }

  private void report(Outcome.RollbackFailed twice) {
    for (JpodException error : rollbackErrors(twice)) {
      wiring.failures().report(error);
    }
    wiring
        .console()
        .note(
            "jpod: r"
                + twice.serial()
                + " is not back; 'jpod rollback "
                + twice.plan().stack()
                + " --to "
                + twice.serial()
                + "' goes on from there");
  }

  private static List<JpodException> rollbackErrors(Outcome.RollbackFailed twice) {
    List<JpodException> errors = new ArrayList<>();
    if (twice.refusal() != null) {
      errors.add(
          new JpodException(
              twice.refusal().failure(),
              "the rollback could not be begun: " + twice.refusal().getMessage(),
              twice.refusal().hint(),
              twice.refusal()));
    }
    for (FailedStep failed : twice.rollbackFailures()) {
      JpodException named = RollbackText.named(failed);
      errors.add(
          new JpodException(
              named.failure(), "the rollback failed: " + named.getMessage(), named.hint(), named));
    }
    return errors;
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

  private static String after(Outcome outcome) {
    return switch (outcome) {
      case Outcome.RolledBack back -> ", rolled back to r" + back.restoration().serial();
      case Outcome.RollbackFailed twice -> ", rollback to r" + twice.serial() + " failed";
      case Outcome.Stale _ -> ", the plan is stale";
      case Outcome.Unchanged _, Outcome.Done _, Outcome.Failed _, Outcome.Interrupted _ -> "";
    };
  }

  private void recap(Outcome outcome, String word, Style style) {
    Output out = wiring.console().out();
    switch (format) {
      case TEXT ->
          out.line(
              wiring.console().outPaint().paint(style, outcome.plan().stack())
                  + "  "
                  + outcome.recap()
                  + after(outcome)
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
                if (outcome instanceof Outcome.Failed failed) {
                  json.writeArrayPropertyStart("standing");
                  failed.standing().forEach(json::writeString);
                  json.writeEndArray();
                }
                if (outcome instanceof Outcome.RolledBack back) {
                  json.writeNumberProperty("rolledBackTo", back.restoration().serial())
                      .writeNumberProperty("restored", back.restoration().recap().changed())
                      .writeArrayPropertyStart("notUndone");
                  back.restoration().notUndone().forEach(json::writeString);
                  json.writeEndArray();
                }
                if (outcome instanceof Outcome.RollbackFailed twice) {
                  json.writeArrayPropertyStart("rollbackErrors");
                  rollbackErrors(twice).forEach(error -> json.writeString(error.getMessage()));
                  json.writeEndArray();
                }
                json.writeNumberProperty("seconds", took.toMillis() / 1000.0).writeEndObject();
              });
    }
  }
}
