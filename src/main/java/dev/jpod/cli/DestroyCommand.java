package dev.jpod.cli;

import dev.jpod.cli.Arguments.Format;
import dev.jpod.diff.FieldOrigins;
import dev.jpod.plan.Plan;
import dev.jpod.plan.VolumeFate;
import dev.jpod.reconcile.RunOptions;
import dev.jpod.store.StackFiles;
import java.util.List;

/** {@code jpod destroy}. */
final class DestroyCommand implements Subcommand {
  private static final String VOLUMES = "--volumes";
  private static final String DRY_RUN = "--dry-run";

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Removes every container of a stack, and what jpod keeps about the stack.",
            "Its volumes and their data stay, unless --volumes is given. A stack that is not there"
                + " is nothing to do. What is protected (protect: true) is refused. Nobody is asked"
                + " for confirmation, unless --confirm is given.")
        .operand("STACK", Syntax.Arity.AT_MOST_ONE, "The name of the stack; or name it with -f.");
    ManifestArguments.describeForNamedStack(syntax);
    RunArguments.describe(syntax);
    syntax
        .flag(VOLUMES, "Remove its volumes and the data in them, too. There is no way back.")
        .flag(DRY_RUN, "Only show what would be removed.")
        .output()
        .example("jpod destroy shop", "Removes the stack shop; its volumes stay.")
        .example("jpod destroy -f stack.yaml --volumes", "Removes all that the file describes.")
        .section("Fields of the JSON objects, one a line", JsonProgress.FIELDS)
        .exit(ExitCode.DONE)
        .exit(1, "failed; the same command again takes up where it stopped")
        .exit(3, "refused, and nothing was changed")
        .exit(ExitCode.DECLINED)
        .exit(ExitCode.USAGE)
        .exit(ExitCode.INVALID_MANIFEST)
        .exit(ExitCode.LOCKED)
        .exit(
            "130, 143",
            "interrupted, terminated: what was begun is finished, unless a second signal came");
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    RunOptions options = RunArguments.options(arguments, wiring);
    StackRun run = new StackRun(arguments, wiring);
    String stack = stack(arguments, wiring);
    VolumeFate volumes = arguments.has(VOLUMES) ? VolumeFate.REMOVE : VolumeFate.KEEP;
    PlanView view = wiring.planView(stack, FieldOrigins.UNKNOWN);
    if (arguments.has(DRY_RUN)) {
      Plan plan = wiring.reconciler().planDestroy(stack, volumes);
      Output out = wiring.console().out();
      switch (arguments.format()) {
        case JSON -> out.line(view.json(plan));
        case TEXT -> view.lines(plan, wiring.console().outPaint()).forEach(out::line);
      }
      return ExitCode.DONE.code();
    }
    if (arguments.format() == Format.TEXT && isNowhere(stack, volumes, wiring)) {
      if (!wiring.isQuiet()) {
        wiring.console().out().line("there is no stack '" + stack + "'; nothing to do");
      }
      return ExitCode.DONE.code();
    }
    return run.go(
        view,
        ExitCode.DONE,
        (listener, drain) -> wiring.reconciler().destroy(stack, volumes, options, listener, drain));
  }

  private static boolean isNowhere(String stack, VolumeFate volumes, Wiring wiring) {
    return !new StackFiles(wiring.layout(), stack).isKnown()
        && wiring.reconciler().planDestroy(stack, volumes).isEmpty();
  }

  private static String stack(Arguments arguments, Wiring wiring) {
    List<String> names = arguments.operands();
    boolean byFile = ManifestArguments.areGiven(arguments);
    if (names.isEmpty() && byFile) {
      return ManifestArguments.read(arguments, wiring).read().stack().name();
    }
    if (byFile) {
      throw WrongUsage.usage(
          "a stack is named twice",
          "name it either as 'jpod destroy STACK' or as 'jpod destroy -f FILE'");
    }
    return NamedStack.of(arguments, wiring).name();
  }
}
