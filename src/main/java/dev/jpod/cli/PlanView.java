package dev.jpod.cli;

import dev.jpod.cli.Paint.Style;
import dev.jpod.diff.FieldOrigins;
import dev.jpod.json.JsonText;
import dev.jpod.plan.Basis;
import dev.jpod.plan.Line;
import dev.jpod.plan.Plan;
import dev.jpod.plan.PlanJson;
import dev.jpod.plan.PlanText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * A plan for people in colours and in the characters that they can read, or for programs.
 *
 * @param origins where the fields of the stack stand
 * @param basis the revision that the plan builds on, asked for when it is shown
 * @param failures tells what went wrong
 */
record PlanView(FieldOrigins origins, Supplier<Basis> basis, Symbols symbols, Failures failures) {
  /** What a program may rely on. */
  static final List<String> FIELDS =
      List.of(
          "  format      of this object, 1.0",
          "  stack       its name; lineage and baseSerial, once it was applied, say to which"
              + " revision the plan belongs",
          "  changes     objects with id, name, action (pull, create, start, replace, restart,"
              + " live, signal, record, adopt, unpause, remove, blocked), reasons, message, hint,"
              + " destructive; strategy (start-first, stop-first) of a replace, with"
              + " strategyReason; and fields, with path (a JSON pointer), class (meta, live,"
              + " signal, restart, replace), sensitive, before, after and origin",
          "  images      what containers are made from: reference, digest (of an index, if there is"
              + " one), manifest, id, size, stored (or to be pulled), locked",
          "  drift       what the host has otherwise than applied: id, path, live, want; reported"
              + " is true where onDrift leaves it so",
          "  steps       what is done: id, and after, the ids of the steps that come first",
          "  warnings    what should be known before it is done: message, hint",
          "  unchanged   how many containers are as they should be",
          "  summary     how many changes of each action, and newVolumes",
          "  restarts    the containers that are interrupted",
          "  volumeLoss  the volumes that are removed with their data");

  /** The view of the plan by which a failed run is rolled back to a revision. */
  PlanView backTo(long serial) {
    return new PlanView(
        FieldOrigins.UNKNOWN,
        () -> {
          Basis usual = basis.get();
          return new Basis(
              usual.lineage(), OptionalLong.of(serial), Optional.empty(), OptionalLong.of(serial));
        },
        symbols,
        failures);
  }

  /** One JSON document. */
  String json(Plan plan) {
    return new String(
        JsonText.indented(PlanJson.of(plan, origins, basis.get())), StandardCharsets.UTF_8);
  }

  /** The same on one line. */
  String jsonLine(Plan plan) {
    return PlanJson.of(plan, origins, basis.get()).toString();
  }

  /** Lines of text. */
  List<String> lines(Plan plan, Paint paint) {
    List<String> lines = new ArrayList<>();
    for (Line line : PlanText.of(plan, origins, basis.get())) {
      StringBuilder text = new StringBuilder();
      for (Line.Span span : line.spans()) {
        text.append(paint.paint(style(span.tone()), symbols.written(span.text())));
      }
      lines.add(text.toString());
    }
    return lines;
  }

  private static Style style(Line.Tone tone) {
    return switch (tone) {
      case PLAIN -> Style.NONE;
      case HEADING -> Style.BOLD;
      case ADDED -> Style.GREEN;
      case CHANGED -> Style.YELLOW;
      case REMOVED, WARNING -> Style.RED;
      case MUTED -> Style.DIM;
    };
  }
}
