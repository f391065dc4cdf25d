package dev.jpod.cli;

import dev.jpod.model.JpodException;
import dev.jpod.plan.Basis;
import dev.jpod.plan.PlanJson;
import dev.jpod.reconcile.RevisionComparison;
import dev.jpod.store.StackRevision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code jpod diff}. */
final class DiffCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Shows what tells two revisions of a stack apart, field by field, in the words of 'jpod"
                + " plan': what would be done to a host that has the first one to give it the"
                + " other.",
            "Only what is kept of the revisions is compared, not the host. Where that is not enough"
                + " for the fields, as with revisions of earlier versions of jpod, the lines of the"
                + " texts are compared.")
        .operand("STACK", Syntax.Arity.AT_MOST_ONE, NamedStack.OPERAND)
        .operand("N", Syntax.Arity.AT_MOST_ONE, "The number of the first revision.")
        .operand(
            "M",
            Syntax.Arity.AT_MOST_ONE,
            "The number of the other one. Default: the current one.");
    ManifestArguments.describeForNamedStack(syntax);
    syntax
        .output()
        .example("jpod diff shop 3 5", "What r5 changed since r3.")
        .example("jpod diff shop 3", "What changed since r3.")
        .section(
            "Fields of the JSON object",
            List.of(
                "  from, to    the numbers of the revisions",
                "  plan        what 'jpod plan -o json' would show; null when only texts could be"
                    + " compared",
                "  text        the lines of the texts that went (-) and came (+)"))
        .exit(ExitCode.DONE)
        .exit(1, "failed, or there is no such revision")
        .exit(ExitCode.USAGE)
        .exit(ExitCode.INVALID_MANIFEST);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    NamedStack stack = NamedStack.of(arguments, wiring).withAtMost(2);
    if (stack.rest().isEmpty()) {
      stack.revisions(wiring);
      throw WrongUsage.usage(
          "no revision is named", "'jpod history " + stack.name() + "' lists them");
    }
    StackRevision from = stack.revision(stack.rest().getFirst(), wiring);
    StackRevision to =
        stack.rest().size() > 1
            ? stack.revision(stack.rest().get(1), wiring)
            : current(stack, wiring);
    RevisionComparison fields = null;
    String why = "";
    try {
      fields = RevisionComparison.between(from, to, stack.store(wiring));
    } catch (JpodException e) {
      why = String.valueOf(e.getMessage());
    }
    List<String> text = TextDifference.of(text(from), text(to));
    Output out = wiring.console().out();
    Basis basis =
        new Basis(
            Optional.of(to.lineage()),
            OptionalLong.of(from.serial()),
            Optional.ofNullable(to.commit()),
            OptionalLong.of(to.serial()));
    switch (arguments.format()) {
      case JSON -> out.line(json(from, to, fields, basis, text).toPrettyString());
      case TEXT -> {
        if (fields == null) {
          if (!wiring.isQuiet()) {
            wiring.console().note("only the texts are compared: " + Failures.harmless(why));
          }
          lines(from, to, text).forEach(out::line);
        } else if (fields.plan().isEmpty()) {
          out.line(
              from.stack() + "  r" + from.serial() + " and r" + to.serial() + " mean the same");
          text.forEach(line -> out.line(Failures.harmless(line)));
        } else {
          PlanView view =
              new PlanView(
                  fields.origins(), () -> basis, wiring.console().symbols(), wiring.failures());
          view.lines(fields.plan(), wiring.console().outPaint()).forEach(out::line);
        }
      }
    }
    return ExitCode.DONE.code();
  }

  private static StackRevision current(NamedStack stack, Wiring wiring) {
    StackRevision current = stack.store(wiring).current();
    return current == null ? stack.revisions(wiring).getFirst() : current;
  }

  private static String text(StackRevision revision) {
    StringBuilder text = new StringBuilder();
    for (StackRevision.Source source : revision.sources()) {
      if (revision.sources().size() > 1) {
        text.append("# ").append(source.name()).append('\n');
      }
      text.append(source.text());
      text.append(source.text().endsWith("\n") ? "" : "\n");
    }
    return text.toString();
  }

  private static List<String> lines(StackRevision from, StackRevision to, List<String> text) {
    List<String> lines = new ArrayList<>();
    lines.add(from.stack() + "  r" + from.serial() + " and r" + to.serial());
    if (text.isEmpty()) {
      lines.add("the texts are the same");
    }
    text.forEach(line -> lines.add(Failures.harmless(line)));
    return lines;
  }

  private static ObjectNode json(
      StackRevision from,
      StackRevision to,
      @Nullable RevisionComparison fields,
      Basis basis,
      List<String> text) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("from", from.serial()).put("to", to.serial());
    if (fields == null) {
      json.putNull("plan");
    } else {
      json.set("plan", PlanJson.of(fields.plan(), fields.origins(), basis));
    }
    ArrayNode lines = json.putArray("text");
    text.forEach(lines::add);
    return json;
  }
}
