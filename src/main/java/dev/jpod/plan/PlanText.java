package dev.jpod.plan;

import dev.jpod.diff.Change;
import dev.jpod.diff.FieldOrigins;
import dev.jpod.diff.NetworkChange;
import dev.jpod.diff.PodChange;
import dev.jpod.diff.Relabelling;
import dev.jpod.diff.ReportedDrift;
import dev.jpod.model.HostHook;
import dev.jpod.model.HostHook.Moment;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.PodKey;
import dev.jpod.plan.Line.Span;
import dev.jpod.plan.Line.Tone;
import dev.jpod.plan.Row.Detail;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A plan as people read it: a heading, a row for each change with its fields, and the counts. */
public final class PlanText {
  private static final String FIELD_INDENT = "     ";

  /** Few values are longer, and those must not move the places of all others out of sight. */
  private static final int MOST_TEXT_WIDTH = 64;

  private final List<Row> rows;
  private final int nameWidth;
  private final int wordWidth;
  private final int labelWidth;
  private final int textWidth;

  private PlanText(List<Row> rows) {
    this.rows = rows;
    this.nameWidth = widest(rows.stream().map(Row::name).toList());
    this.wordWidth =
        widest(rows.stream().filter(row -> !row.reason().isEmpty()).map(Row::word).toList());
    List<Detail> details = rows.stream().flatMap(row -> row.details().stream()).toList();
    this.labelWidth = widest(details.stream().map(Detail::label).toList());
    this.textWidth =
        Math.min(
            MOST_TEXT_WIDTH,
            widest(
                details.stream()
                    .filter(detail -> !detail.origin().isEmpty())
                    .map(Detail::text)
                    .toList()));
  }

  /** The lines of a plan; a single one when there is nothing to do. Secrets are masked. */
  public static List<Line> of(Plan plan, FieldOrigins origins, Basis basis) {
    int unchanged = plan.summary().unchanged();
    int locked = plan.summary().images().locked();
    if (plan.changesNothing()) {
      String text =
          "nothing to do"
              + waits(plan)
              + (unchanged == 0 ? "" : ", " + unchanged + " unchanged")
              + (locked == 0 ? "" : ", " + images(locked) + " locked");
      List<Line> lines = new ArrayList<>(1);
      lines.add(
          new Line(
              List.of(
                  new Span(Tone.HEADING, plan.stack()),
                  new Span(Tone.MUTED, Headings.current(basis) + "  " + text))));
      addReported(plan, lines);
      addWarnings(plan, lines);
      return lines;
    }
    List<Line> lines = new ArrayList<>();
    lines.add(Line.of(Tone.HEADING, plan.stack() + Headings.next(basis, plan)));
    new PlanText(rows(plan, origins)).addTo(lines);
    if (unchanged > 0) {
      lines.add(Line.of(Tone.MUTED, " = " + unchanged + " unchanged"));
    }
    if (locked > 0) {
      lines.add(
          Line.of(
              Tone.MUTED, " = " + images(locked) + " held by the lock file, whatever tags say"));
    }
    addReported(plan, lines);
    addWarnings(plan, lines);
    lines.add(Line.of(Tone.HEADING, plan.summary().text()));
    return lines;
  }

  /** What a plan that changes nothing waits for. */
  private static String waits(Plan plan) {
    List<String> names = new ArrayList<>(0);
    for (Step step : plan.steps()) {
      if (step.action() instanceof Action.OnContainer on) {
        names.add(on.key().display());
      }
    }
    return names.isEmpty() ? "" : " but to wait for the health of " + String.join(", ", names);
  }

  private static void addReported(Plan plan, List<Line> lines) {
    for (ReportedDrift each : plan.changes().reported()) {
      InstanceKey container = each.container();
      String name = container == null ? "pod " + each.pod().display() : container.display();
      lines.add(
          new Line(
              List.of(
                  new Span(Tone.WARNING, " ! " + Values.printable(name)),
                  new Span(
                      Tone.PLAIN,
                      "  drift: " + FieldText.drift(each.drift()) + " (only reported)"))));
    }
  }

  private static void addWarnings(Plan plan, List<Line> lines) {
    for (Warning warning : plan.warnings()) {
      lines.add(
          new Line(
              List.of(
                  new Span(Tone.WARNING, " ! warning: "),
                  new Span(Tone.PLAIN, Values.printable(warning.text())))));
      lines.add(Line.of(Tone.MUTED, FIELD_INDENT + "hint: " + Values.printable(warning.hint())));
    }
  }

  private static String images(int count) {
    return count + (count == 1 ? " image" : " images");
  }

  private static List<Row> rows(Plan plan, FieldOrigins origins) {
    List<Row> rows = new ArrayList<>();
    plan.changes().missingImages().forEach(image -> rows.add(Row.of(image)));
    addHooks(plan, Moment.PRE_APPLY, rows);
    plan.changes().missingVolumes().keySet().forEach(name -> rows.add(Row.ofNewVolume(name)));
    for (Relabelling relabelling : plan.changes().relabellings()) {
      rows.add(Row.ofRelabelling(relabelling));
    }
    plan.changes().foreignVolumes().forEach(each -> rows.add(Row.of(each, origins)));
    for (NetworkChange change : plan.changes().networks()) {
      rows.add(Row.of(change, plan.stack(), origins));
    }
    ToldPods pods = new ToldPods(plan.changes());
    Map<InstanceKey, Action> waits = waitsByContainer(plan);
    Deque<PodChange> told = new ArrayDeque<>(pods.told());
    for (Change change : plan.changes().changes()) {
      addUpTo(change.key().podKey(), told, origins, rows);
      if (!(change instanceof Change.Keep)) {
        rows.add(withDeadline(Row.of(change, pods, origins), waits.get(change.key())));
      }
    }
    told.forEach(change -> rows.add(Row.of(change, origins)));
    for (Hazard hazard : plan.hazards()) {
      switch (hazard) {
        case Hazard.VolumeLoss loss -> rows.add(Row.ofLostVolume(loss.name()));
        case Hazard.AnonymousVolumeLoss _ -> {}
      }
    }
    addHooks(plan, Moment.POST_APPLY, rows);
    return rows;
  }

  private static Map<InstanceKey, Action> waitsByContainer(Plan plan) {
    Map<InstanceKey, Action> waits = new HashMap<>();
    for (Step step : plan.steps()) {
      if (step.action() instanceof Action.AwaitHealthy await) {
        waits.put(await.key(), await);
      } else if (step.action() instanceof Action.AwaitCompleted await) {
        waits.put(await.key(), await);
      }
    }
    return waits;
  }

  private static Row withDeadline(Row row, @Nullable Action wait) {
    if (wait instanceof Action.AwaitHealthy healthy) {
      return row.waitedFor("healthy", healthy.deadline());
    }
    return wait instanceof Action.AwaitCompleted completed
        ? row.waitedFor("completed", completed.deadline())
        : row;
  }

  private static void addHooks(Plan plan, Moment moment, List<Row> rows) {
    for (HostHook hook : plan.hooks()) {
      if (hook.moment() == moment) {
        rows.add(Row.ofHook(hook));
      }
    }
  }

  private static void addUpTo(
      PodKey key, Deque<PodChange> told, FieldOrigins origins, List<Row> rows) {
    for (PodChange next = told.peek();
        next != null && next.key().compareTo(key) <= 0;
        next = told.peek()) {
      rows.add(Row.of(told.remove(), origins));
    }
  }

  private void addTo(List<Line> lines) {
    for (Row row : rows) {
      List<Span> spans = new ArrayList<>();
      spans.add(new Span(row.tone(), " " + row.symbol() + " " + row.name()));
      String word = padding(row.name(), nameWidth) + "  " + row.word();
      if (row.reason().isEmpty()) {
        spans.add(new Span(Tone.PLAIN, word));
      } else {
        spans.add(new Span(Tone.PLAIN, word + padding(row.word(), wordWidth) + "  "));
        spans.add(new Span(Tone.MUTED, row.reason()));
      }
      lines.add(new Line(spans));
      for (Detail detail : row.details()) {
        lines.add(line(detail));
      }
    }
  }

  private Line line(Detail detail) {
    List<Span> spans = new ArrayList<>();
    String label = FIELD_INDENT + detail.label() + padding(detail.label(), labelWidth) + "  ";
    spans.add(new Span(Tone.PLAIN, label + detail.text()));
    if (!detail.origin().isEmpty()) {
      String gap = padding(detail.text(), textWidth) + "  ";
      spans.add(new Span(Tone.MUTED, gap + detail.origin()));
    }
    return new Line(spans);
  }

  private static int widest(List<String> texts) {
    int widest = 0;
    for (String text : texts) {
      widest = Math.max(widest, text.codePointCount(0, text.length()));
    }
    return widest;
  }

  private static String padding(String text, int width) {
    return " ".repeat(Math.max(0, width - text.codePointCount(0, text.length())));
  }
}
