package dev.jpod.cli;

import dev.jpod.diff.FieldOrigins;
import dev.jpod.model.JpodException;
import dev.jpod.plan.Plan;
import dev.jpod.reconcile.Past.SecretRule;
import dev.jpod.reconcile.Proposal;
import dev.jpod.reconcile.RevisionProposal;
import dev.jpod.reconcile.RunOptions;
import dev.jpod.store.StackRevision;
import java.util.List;

/** {@code jpod rollback}. */
final class RollbackCommand implements Subcommand {
  private static final String TO = "--to";
  private static final String DRY_RUN = "--dry-run";
  private static final String CURRENT_SECRETS = "--current-secrets";

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Brings an earlier revision of a stack back, by as few changes as that takes.",
            "The texts, variables, images and contents of files of then are applied: images by"
                + " their digests, whatever tags mean now, and pulled if they are gone. It is a"
                + " revision of its own, so that a rollback can be rolled back. The data in volumes"
                + " stays as it is.",
            "Secrets are kept nowhere: they are fetched from where they come from, and a rollback"
                + " is refused when one of them has another value than it had then.")
        .operand("STACK", Syntax.Arity.AT_MOST_ONE, NamedStack.OPERAND);
    ManifestArguments.describeForNamedStack(syntax);
    syntax.option(
        TO,
        "N",
        "The revision to go back to, as 'jpod history' shows it. Default: the last good one before"
            + " the current one.");
    RunArguments.describe(syntax);
    RunArguments.describeOnFailure(syntax);
    RunArguments.describeMaxRemove(syntax);
    RunArguments.describeAdopt(syntax);
    syntax
        .flag(CURRENT_SECRETS, "Use the secrets of today where they are others than then.")
        .flag(DRY_RUN, "Only show what would be done.")
        .output()
        .example("jpod rollback shop", "Goes back to the revision before.")
        .example("jpod rollback shop --to 3 --dry-run", "Shows what going back to r3 would do.")
        .section("Fields of the JSON objects, one a line", JsonProgress.FIELDS)
        .exit(ExitCode.DONE)
        .exit(1, "failed; the same command again takes up where it stopped")
        .exit(3, "refused, and nothing was changed: a secret is another one, for example")
        .exit(ExitCode.ROLLED_BACK)
        .exit(ExitCode.ROLLBACK_FAILED)
        .exit(ExitCode.DECLINED)
        .exit(ExitCode.USAGE)
        .exit(ExitCode.INVALID_MANIFEST)
        .exit(69, "an image that is gone could not be pulled; no container was touched")
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
    NamedStack stack = NamedStack.of(arguments, wiring).withAtMost(0);
    String to = arguments.value(TO);
    StackRevision target = to == null ? before(stack, wiring) : good(stack.revision(to, wiring));
    Proposal proposal =
        RevisionProposal.of(
                target,
                stack.store(wiring),
                arguments.has(CURRENT_SECRETS) ? SecretRule.TODAYS : SecretRule.SAME,
                wiring.around().directory().toString())
            .with(RunArguments.unowned(arguments));
    PlanView view = wiring.planView(stack.name(), FieldOrigins.UNKNOWN);
    if (arguments.has(DRY_RUN)) {
      Plan plan =
          wiring.reconciler().plan(proposal, wiring.settings().runtime(), options.patience());
      Output out = wiring.console().out();
      switch (arguments.format()) {
        case JSON -> out.line(view.json(plan));
        case TEXT -> view.lines(plan, wiring.console().outPaint()).forEach(out::line);
      }
      if (!plan.blocked().isEmpty()) {
        return ExitCode.REFUSED.code();
      }
      options.guards().refuseTooManyRemovals(plan);
      return ExitCode.DONE.code();
    }
    return run.go(
        view,
        ExitCode.DONE,
        (listener, drain) -> wiring.reconciler().apply(proposal, options, listener, drain));
  }

  private static StackRevision before(NamedStack stack, Wiring wiring) {
    List<StackRevision> good =
        stack.revisions(wiring).stream().filter(StackRevision::isGood).toList();
    if (good.size() < 2) {
      throw JpodException.refused(
          "stack '" + stack.name() + "' has no good revision before the current one",
          "'jpod history " + stack.name() + "' lists what there is");
    }
    return good.get(1);
  }

  private static StackRevision good(StackRevision revision) {
    if (!revision.isGood()) {
      throw JpodException.refused(
          "r"
              + revision.serial()
              + " of stack '"
              + revision.stack()
              + "' failed and never ran as a whole",
          "'jpod history " + revision.stack() + "' says which ones did");
    }
    return revision;
  }
}
