package dev.jpod.cli;

import dev.jpod.plan.Plan;
import dev.jpod.reconcile.ImageRules;

/** {@code jpod plan}. */
final class PlanCommand implements Subcommand {
  private static final String EXIT_CODE = "--exit-code";

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
            + " stopped before the new one starts; BLOCKED cannot be done, and the hint says what"
            + " to do.");
    ManifestArguments.describe(syntax);
    ImageArguments.describe(syntax);
    RunArguments.describeWait(syntax);
    syntax
        .flag(EXIT_CODE, "End with 2 when there is something to do.")
        .output()
        .example("jpod plan -f stack.yaml", "Shows what would change.")
        .example("jpod plan -f deploy/ --set TAG=1.9 --exit-code", "For a script.")
        .section("Fields of the JSON object", PlanView.FIELDS)
        .exit(ExitCode.DONE)
        .exit(ExitCode.FAILED)
        .exit(ExitCode.CHANGES)
        .exit(
            3,
            "what apply would refuse: what is BLOCKED, an empty stack, or what is not yet possible")
        .exit(ExitCode.USAGE)
        .exit(ExitCode.INVALID_MANIFEST)
        .exit(ExitCode.UNREACHABLE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    ReadManifest manifest = ManifestArguments.read(arguments, wiring);
    if (!wiring.isQuiet()) {
      manifest.warn(wiring.console());
    }
    ImageRules rules = ImageArguments.rules(arguments, LockFile.find(arguments, manifest, wiring));
    Plan plan =
        wiring
            .reconciler()
            .plan(
                manifest.proposal(rules),
                wiring.settings().runtime(),
                RunArguments.patience(arguments));
    PlanView view = wiring.planView(manifest.stack(), manifest.origins());
    switch (arguments.format()) {
      case JSON -> wiring.console().out().line(view.json(plan));
      case TEXT -> {
        if (!(wiring.isQuiet() && plan.changesNothing())) {
          view.lines(plan, wiring.console().outPaint()).forEach(wiring.console().out()::line);
        }
      }
    }
    if (!plan.blocked().isEmpty()) {
      return ExitCode.REFUSED.code();
    }
    return arguments.has(EXIT_CODE) && !plan.changesNothing()
        ? ExitCode.CHANGES.code()
        : ExitCode.DONE.code();
  }
}
