package dev.jpod.cli;

import dev.jpod.cli.Arguments.Format;
import dev.jpod.export.Graph;
import dev.jpod.export.PlanGraph;
import dev.jpod.host.DurableFile;
import dev.jpod.plan.Patience;
import dev.jpod.plan.Plan;
import dev.jpod.reconcile.ImageRules;
import dev.jpod.reconcile.Proposal;
import dev.jpod.reconcile.Reconciler.Preview;
import java.io.IOException;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code jpod plan}. */
final class PlanCommand implements Subcommand {
  private static final String EXIT_CODE = "--exit-code";
  private static final String OUT = "--out";
  private static final String GRAPH = "--graph";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  @Override
  public void describe(Syntax syntax) {
    syntax.about(
        "Shows what apply would do, container by container and field by field, with the line of the"
            + " manifest behind each. Changes nothing and waits for nobody.",
        "The marks: + is made or started; ± is replaced or restarted (* where the locale has no"
            + " UTF-8); ~ is changed while it runs; - is removed; ! has drifted, or needs a"
            + " decision first; = is as it should be. Secrets are never shown.",
        "The words: PULL brings an image in, with its size and digest; LIVE changes limits while it"
            + " runs; RECORD changes only what jpod notes and files that it writes; SIGNAL rewrites"
            + " files and tells the process by a signal; RESTART starts the same container again;"
            + " REPLACE puts a new one in its place, start-first where a new pod beside the old one"
            + " takes over its ports and names once it is healthy, stop-first where the old one is"
            + " stopped before the new one starts; ADOPT makes something the stack's that no stack"
            + " owns; BLOCKED cannot be done, and the hint says what to do.",
        "With --out, the plan is also written into a file, with all that it takes to do exactly"
            + " that: 'jpod apply FILE' needs neither the manifests nor what they name but secrets,"
            + " of which the file has keyed hashes only, and refuses when the host is not any more"
            + " as it was. 'jpod plan -o plan.json' does the same.");
    ManifestArguments.describe(syntax);
    ImageArguments.describe(syntax);
    SubsetArguments.describe(syntax);
    RunArguments.describeAdopt(syntax);
    RunArguments.describeWait(syntax);
    RunArguments.describeMaxRemove(syntax);
    syntax
        .flag(EXIT_CODE, "End with 2 when there is something to do.")
        .option(OUT, "FILE", "Write the plan into a file, for 'jpod apply FILE'.")
        .option(
            GRAPH,
            "FORMAT",
            "Draw the steps and what waits for what, instead of telling them: dot for Graphviz,"
                + " mermaid for Markdown, or svg.")
        .output()
        .example("jpod plan -f stack.yaml", "Shows what would change.")
        .example("jpod plan -f stack.yaml --out plan.json", "Saves the plan, to be applied later.")
        .example("jpod plan -f stack.yaml --graph svg > plan.svg", "Draws the steps.")
        .example("jpod plan -f deploy/ --set TAG=1.9 --exit-code", "For a script.")
        .section("Fields of the JSON object", PlanView.FIELDS)
        .exit(ExitCode.DONE)
        .exit(ExitCode.FAILED)
        .exit(ExitCode.CHANGES)
        .exit(
            3,
            "what apply would refuse: what is BLOCKED, more removals than --max-remove allows, or"
                + " an empty stack")
        .exit(ExitCode.USAGE)
        .exit(ExitCode.INVALID_MANIFEST)
        .exit(ExitCode.UNREACHABLE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    String graph = arguments.value(GRAPH);
    Drawing drawing = graph == null ? null : new Drawing(GraphCommand.format(GRAPH, graph));
    ReadManifest manifest = ManifestArguments.read(arguments, wiring);
    if (!wiring.isQuiet()) {
      manifest.warn(wiring.console());
    }
    ImageRules rules = ImageArguments.rules(arguments, LockFile.find(arguments, manifest, wiring));
    String file = file(arguments);
    Patience patience = RunArguments.patience(arguments);
    Proposal proposal =
        manifest
            .proposal(rules)
            .limitedTo(SubsetArguments.read(arguments, manifest.read().stack()))
            .with(RunArguments.unowned(arguments));
    String runtime = wiring.settings().runtime();
    Preview preview =
        file == null ? null : wiring.reconciler().preview(proposal, runtime, patience);
    Plan plan =
        preview == null ? wiring.reconciler().plan(proposal, runtime, patience) : preview.plan();
    if (drawing != null) {
      wiring.console().out().text(drawing.of(plan));
    } else {
      show(plan, file, arguments, wiring, manifest);
    }
    if (!plan.blocked().isEmpty()) {
      return ExitCode.REFUSED.code();
    }
    RunArguments.removalGuards(arguments).refuseTooManyRemovals(plan);
    if (file != null && preview != null) {
      save(preview, file, wiring);
    }
    return arguments.has(EXIT_CODE) && !plan.changesNothing()
        ? ExitCode.CHANGES.code()
        : ExitCode.DONE.code();
  }

  private static void show(
      Plan plan, @Nullable String file, Arguments arguments, Wiring wiring, ReadManifest manifest) {
    PlanView view = wiring.planView(manifest.stack(), manifest.origins());
    switch (file == null || arguments.has(OUT) ? arguments.format() : Format.TEXT) {
      case JSON -> wiring.console().out().line(view.json(plan));
      case TEXT -> {
        if (!(wiring.isQuiet() && plan.changesNothing())) {
          view.lines(plan, wiring.console().outPaint()).forEach(wiring.console().out()::line);
        }
      }
    }
  }

  /** The file to write; the value of -o is one when it looks like one. */
  private static @Nullable String file(Arguments arguments) {
    String file = arguments.value(OUT);
    if (file != null) {
      return file;
    }
    String output = arguments.value(Syntax.OUTPUT, "");
    return output.indexOf('.') >= 0 || output.indexOf('/') >= 0 ? output : null;
  }

  private static void save(Preview preview, String file, Wiring wiring) {
    try {
      DurableFile.write(wiring.around().directory().resolve(file), preview.file(), OWNER_ONLY);
    } catch (IOException e) {
      throw IoFailure.of("the plan could not be written into '" + file + "'", e);
    }
    if (!wiring.isQuiet()) {
      wiring.console().note("the plan is saved; 'jpod apply " + file + "' does exactly this");
    }
  }

  /** The graph of a plan's steps; not loaded where none is asked for. */
  private record Drawing(Graph.Format format) {
    String of(Plan plan) {
      return format.text(PlanGraph.of(plan, step -> StepText.of(step).orElse(step.cause())));
    }
  }
}
