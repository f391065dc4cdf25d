package dev.jpod.cli;

import dev.jpod.model.JpodException;
import dev.jpod.plan.Plan;
import dev.jpod.plan.Step;
import dev.jpod.reconcile.ApplyListener;
import dev.jpod.reconcile.ContainerFailure;
import dev.jpod.reconcile.Outcome.FailedStep;
import dev.jpod.transfer.TransferListener;
import java.time.Duration;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Tells a program what a run does, one JSON object a line as it happens. */
final class JsonProgress implements ApplyListener {
  /** What a program may rely on. */
  static final List<String> FIELDS =
      List.of(
          "  event       planned, started, progress, output, finished, failed, skipped,"
              + " interrupted, left-open, warning, rolling-back (another planned and its steps"
              + " follow), stale, at the end recap, and after it pruned",
          "  plan        of planned, and of stale, as it is now: what 'jpod plan -o json' shows",
          "  id          of started to skipped, and of left-open: the step, as in the plan's"
              + " steps",
          "  seconds     of finished and recap: how long it took",
          "  bytes       of progress, with size: how much of an image is there, at most once a"
              + " second",
          "  line        of output: what a hook wrote",
          "  connections  of left-open: how many were still open to a pod when the time to drain it"
              + " was up",
          "  running     of interrupted: the ids of the steps that run; no other is begun",
          "  message     of failed, with hint: why; and log, where a container failed: the last"
              + " lines that it wrote; of left-open and warning",
          "  failed      of rolling-back, with revision: the ids of the steps that failed, and the"
              + " revision that is brought back",
          "  images      of pruned, with freed: the ids of images that --prune-images removed, and"
              + " bytes",
          "  stack       of recap, with outcome (unchanged, done, failed, interrupted, rolled back,"
              + " rollback failed, stale), ok, changed, failed and skipped containers,"
              + " pulledImages, newVolumes, relabelledVolumes, lostVolumes, and revision when it is"
              + " done; with outcome failed, standing, such as the pods that it has made and that"
              + " stay; with outcome rolled back, rolledBackTo, restored (how many containers"
              + " something was done to for that) and notUndone; with rollback failed,"
              + " rollbackErrors");

  private final Console console;
  private final Output out;
  private PlanView view;

  JsonProgress(Console console, PlanView view) {
    this.console = console;
    this.out = console.out();
    this.view = view;
  }

  @Override
  public synchronized void planned(Plan plan) {
    out.text("{\"event\":\"planned\",\"plan\":").text(view.jsonLine(plan)).line("}");
    out.flush();
  }

  @Override
  public synchronized void started(Step step) {
    JsonOutput.line(out, json -> event(json, "started", step).writeEndObject());
    out.flush();
  }

  @Override
  public synchronized void finished(Step step, Duration took) {
    JsonOutput.line(
        out,
        json ->
            event(json, "finished", step)
                .writeNumberProperty("seconds", took.toMillis() / 1000.0)
                .writeEndObject());
    out.flush();
  }

  @Override
  public synchronized void failed(Step step, JpodException reason) {
    JsonOutput.line(
        out,
        json -> {
          event(json, "failed", step)
              .writeStringProperty("message", reason.getMessage())
              .writeStringProperty("hint", reason.hint());
          if (reason instanceof ContainerFailure of) {
            json.writeArrayPropertyStart("log");
            of.lastLines().forEach(json::writeString);
            json.writeEndArray();
          }
          json.writeEndObject();
        });
    out.flush();
  }

  @Override
  public synchronized void said(Step step, String line) {
    JsonOutput.line(
        out,
        json -> event(json, "output", step).writeStringProperty("line", line).writeEndObject());
    out.flush();
  }

  @Override
  public synchronized void skipped(Step step) {
    JsonOutput.line(out, json -> event(json, "skipped", step).writeEndObject());
    out.flush();
  }

  @Override
  public synchronized void rollingBack(List<FailedStep> failures, long serial) {
    view = view.backTo(serial);
    RollbackText.tell(failures, serial, view.failures(), console);
    JsonOutput.line(
        out,
        json -> {
          json.writeStartObject()
              .writeStringProperty("event", "rolling-back")
              .writeNumberProperty("revision", serial)
              .writeArrayPropertyStart("failed");
          failures.forEach(failed -> json.writeString(failed.step().id()));
          json.writeEndArray().writeEndObject();
        });
    out.flush();
  }

  @Override
  public synchronized void leftOpen(Step step, int connections, String sentence) {
    JsonOutput.line(
        out,
        json ->
            event(json, "left-open", step)
                .writeNumberProperty("connections", connections)
                .writeStringProperty("message", sentence)
                .writeEndObject());
    out.flush();
  }

  @Override
  public synchronized void warned(String sentence) {
    JsonOutput.line(
        out,
        json ->
            json.writeStartObject()
                .writeStringProperty("event", "warning")
                .writeStringProperty("message", sentence)
                .writeEndObject());
    out.flush();
  }

  @Override
  public synchronized void interrupted(List<Step> running) {
    console.note(InterruptionText.of(running, console));
    JsonOutput.line(
        out,
        json -> {
          json.writeStartObject()
              .writeStringProperty("event", "interrupted")
              .writeArrayPropertyStart("running");
          running.forEach(step -> json.writeString(step.id()));
          json.writeEndArray().writeEndObject();
        });
    out.flush();
  }

  @Override
  public TransferListener pulling(Step step) {
    return new JsonTransfer(step, this::transferred);
  }

  synchronized void transferred(Step step, long bytes, long size) {
    JsonOutput.line(
        out,
        json ->
            event(json, "progress", step)
                .writeNumberProperty("bytes", bytes)
                .writeNumberProperty("size", size)
                .writeEndObject());
    out.flush();
  }

  private static JsonGenerator event(JsonGenerator json, String event, Step step) {
    return json.writeStartObject()
        .writeStringProperty("event", event)
        .writeStringProperty("id", step.id());
  }
}
