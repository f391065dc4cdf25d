package dev.jpod.cli;

import dev.jpod.model.JpodException;
import dev.jpod.reconcile.ImageRules;
import dev.jpod.reconcile.ImageRules.Tags;
import dev.jpod.reconcile.Outcome;
import dev.jpod.reconcile.Proposal;
import dev.jpod.reconcile.RunOptions;
import dev.jpod.reconcile.SavedPlan;

/** {@code jpod apply}. */
final class ApplyCommand implements Subcommand {
  private static final String PRUNE = "--prune-images";
  private static final String EXIT_CODE = "--exit-code";

  @Override
  public void describe(Syntax syntax) {
    syntax.about(
        "Makes the host what the manifests say, by as few changes as that takes.",
        "What 'jpod plan' shows is done, in the order of what depends on what: images that are not"
            + " there are pulled before anything else is touched, what is new is made,"
            + " what differs is changed, what the manifests have no more is removed, what has ended"
            + " is started. Volumes and their data stay. After a failure or a crash, the same"
            + " command again goes on from there.",
        "Nobody is asked for confirmation, unless --confirm is given. The plan and the progress go"
            + " to standard error, the recap to standard output. With --quiet, a run that changes"
            + " nothing says nothing.",
        "Ctrl-C (SIGINT, SIGTERM) lets the steps that run come to their end, breaks pulls off, and"
            + " begins no other;"
            + " a second one leaves at once. Either way the same command goes on from there.",
        "When a step fails, the last good revision is brought back, unless --on-failure says"
            + " otherwise: the containers of before come back, in their old state where they are"
            + " still there; the data in volumes and what containers did that ran to their end is"
            + " not taken back.",
        "With a PLAN that 'jpod plan --out' wrote, exactly that is done, and nothing is read again"
            + " but secrets. What it touches is looked at before each step; when somebody else has"
            + " changed it, no other step is begun, the run ends with 6, and the difference as it"
            + " is then is shown.");
    syntax.operand(
        SavedPlanArgument.OPERAND,
        Syntax.Arity.AT_MOST_ONE,
        "A plan that 'jpod plan --out PLAN' has saved, in place of manifests.");
    ManifestArguments.describe(syntax);
    ImageArguments.describe(syntax);
    RunArguments.describe(syntax);
    RunArguments.describeOnFailure(syntax);
    RunArguments.describeMaxRemove(syntax);
    SubsetArguments.describe(syntax);
    RunArguments.describeAdopt(syntax);
    syntax
        .flag(
            PRUNE,
            "After success, remove images without a name that nobody needs, as 'jpod image prune'"
                + " does.")
        .flag(EXIT_CODE, "End with 2 when something was changed.")
        .output()
        .example("jpod apply -f stack.yaml", "Applies one file.")
        .example(
            "jpod apply --quiet --if-locked=skip -f /etc/shop/stack.yaml", "From cron, silently.")
        .example("jpod apply plan.json", "Does what 'jpod plan --out plan.json' has shown.")
        .example("sed s/1.8/1.9/ stack.yaml | jpod apply -f -", "From a pipe.")
        .section("Fields of the JSON objects, one a line", JsonProgress.FIELDS)
        .exit(ExitCode.DONE)
        .exit(1, "failed; the same command again takes up where it stopped")
        .exit(ExitCode.CHANGES)
        .exit(
            3,
            "refused by a guard, and nothing was changed: data would be lost, or the stack is"
                + " empty")
        .exit(ExitCode.ROLLED_BACK)
        .exit(ExitCode.ROLLBACK_FAILED)
        .exit(ExitCode.STALE)
        .exit(ExitCode.DECLINED)
        .exit(ExitCode.USAGE)
        .exit(ExitCode.INVALID_MANIFEST)
        .exit(69, "a registry could not be reached; no container was touched")
        .exit(ExitCode.LOCKED)
        .exit(ExitCode.TIMED_OUT)
        .exit(
            "130, 143",
            "interrupted, terminated: what was begun is finished, unless a second signal came");
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    RunOptions options = RunArguments.options(arguments, wiring);
    StackRun run = new StackRun(arguments, wiring);
    SavedPlan saved = SavedPlanArgument.read(arguments, wiring);
    int code =
        saved == null
            ? applyManifests(arguments, wiring, options, run)
            : run.go(
                wiring.planView(saved.stack(), saved.proposal().origins()),
                whenChanged(arguments),
                (listener, drain) -> wiring.reconciler().apply(saved, options, listener, drain));
    if (arguments.has(PRUNE) && isSuccess(code)) {
      prune(arguments, wiring);
    }
    return code;
  }

  private static ExitCode whenChanged(Arguments arguments) {
    return arguments.has(EXIT_CODE) ? ExitCode.CHANGES : ExitCode.DONE;
  }

  private static int applyManifests(
      Arguments arguments, Wiring wiring, RunOptions options, StackRun run) {
    ReadManifest manifest = ManifestArguments.read(arguments, wiring);
    if (!wiring.isQuiet()) {
      manifest.warn(wiring.console());
    }
    LockFile lock = LockFile.find(arguments, manifest, wiring);
    ImageRules rules = ImageArguments.rules(arguments, lock);
    Proposal proposal =
        manifest
            .proposal(rules)
            .limitedTo(SubsetArguments.read(arguments, manifest.read().stack()))
            .with(RunArguments.unowned(arguments));
    return run.go(
        wiring.planView(manifest.stack(), manifest.origins()),
        whenChanged(arguments),
        (listener, drain) -> {
          Outcome outcome = wiring.reconciler().apply(proposal, options, listener, drain);
          if (rules.tags() == Tags.ANEW && lock != null) {
            renew(lock, outcome);
          }
          return outcome;
        });
  }

  private static boolean isSuccess(int code) {
    return code == ExitCode.DONE.code() || code == ExitCode.CHANGES.code();
  }

  /** What is in the way of this is no failure of the apply. */
  private static void prune(Arguments arguments, Wiring wiring) {
    try {
      ImagePruning.pruneNameless(arguments.format(), wiring);
    } catch (JpodException e) {
      wiring
          .console()
          .note("images are not pruned: " + Failures.harmless(String.valueOf(e.getMessage())));
    }
  }

  /** What runs now is what is locked from now on. */
  private static void renew(LockFile lock, Outcome outcome) {
    boolean succeeded = outcome instanceof Outcome.Done || outcome instanceof Outcome.Unchanged;
    if (succeeded && lock.lock() != null) {
      lock.write(ImageRules.lockOf(outcome.plan().changes().images()));
    }
  }
}
