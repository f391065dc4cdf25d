package dev.jpod.reconcile;

import dev.jpod.model.HostHook;
import dev.jpod.plan.Plan;
import dev.jpod.plan.Step;

/** Runs the hooks of one plan, and lets the run's listener hear what they write. */
final class HookRuns {
  private final HostHooks hooks;
  private final Plan plan;
  private final ApplyListener listener;

  HookRuns(HostHooks hooks, Plan plan, ApplyListener listener) {
    this.hooks = hooks;
    this.plan = plan;
    this.listener = listener;
  }

  void run(Step step, HostHook hook) {
    SecretMask mask = SecretMask.of(plan);
    hooks.run(hook, line -> listener.said(step, mask.masked(line)));
  }
}
