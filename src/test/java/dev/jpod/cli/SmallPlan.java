package dev.jpod.cli;

import dev.jpod.diff.Desired;
import dev.jpod.diff.Differ;
import dev.jpod.diff.Expansion;
import dev.jpod.diff.FixedResolution;
import dev.jpod.manifest.ManifestText;
import dev.jpod.manifest.StackReader;
import dev.jpod.manifest.Variables;
import dev.jpod.model.Stack;
import dev.jpod.observed.HostAnswers;
import dev.jpod.observed.ObservedHost;
import dev.jpod.plan.Patience;
import dev.jpod.plan.Plan;
import dev.jpod.plan.Planner;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The plan by which pods of one container each are made on an empty host. */
final class SmallPlan {
  private static final ObservedHost EMPTY =
      new ObservedHost(List.of(), new TreeMap<>(), List.of(), new TreeMap<>(), HostAnswers.NONE);

  private SmallPlan() {}

  static Stack stack(String pods) {
    String text = "apiVersion: jpod.dev/v1\nkind: Stack\nname: shop\n" + pods;
    return StackReader.read(
            List.of(new ManifestText("stack.yaml", "/srv", text)),
            Variables.of(Map.of(), Map.of(), List.of()))
        .stack();
  }

  static Plan of(String... names) {
    StringBuilder pods = new StringBuilder("pods:\n");
    for (String name : names) {
      pods.append("  ").append(name).append(": {image: \"localhost/busybox:1\"}\n");
    }
    return of(stack(pods.toString()));
  }

  static Plan of(Stack stack) {
    Desired desired = Expansion.of(stack, new FixedResolution(stack, Map.of()));
    return Planner.plan(Differ.diff(desired, EMPTY), Patience.DEFAULT);
  }
}
