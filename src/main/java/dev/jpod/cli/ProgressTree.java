package dev.jpod.cli;

import dev.jpod.cli.ProgressNode.State;
import dev.jpod.cli.StepPhase.Ending;
import dev.jpod.model.PodKey;
import dev.jpod.plan.Action;
import dev.jpod.plan.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a plan is about, as a tree: images, networks and volumes, then pods with their containers
 * below where there are several. It is told what becomes of the steps, and says in words how each
 * thing gets on; times come in as arguments, in nanoseconds of any clock.
 */
final class ProgressTree {
  private final Map<String, ProgressNode> tops = new LinkedHashMap<>();
  private final Map<String, ProgressNode> byStep = new HashMap<>();
  private final Map<String, Step> steps = new HashMap<>();
  private final Set<String> done = new HashSet<>();

  ProgressTree(List<Step> plan) {
    Map<PodKey, Map<String, ProgressNode>> containers = new LinkedHashMap<>();
    for (Step step : plan) {
      steps.put(step.id(), step);
      if (step.action() instanceof Action.OnContainer on) {
        top("pod " + on.key().podKey(), on.key().podKey().display());
        ProgressNode node =
            containers
                .computeIfAbsent(on.key().podKey(), _ -> new LinkedHashMap<>())
                .computeIfAbsent(on.key().container(), _ -> new ProgressNode(on.key().display()));
        put(step, node);
      } else if (step.action() instanceof Action.OnPod on) {
        put(step, top("pod " + on.key(), on.key().display()));
      } else {
        String name = name(step.action());
        if (!name.isEmpty()) {
          put(step, top(name, name));
        }
      }
    }
    containers.forEach((pod, parts) -> attach(pod, List.copyOf(parts.values())));
  }

  private ProgressNode top(String key, String name) {
    return tops.computeIfAbsent(key, _ -> new ProgressNode(name));
  }

  private void put(Step step, ProgressNode node) {
    node.add(step);
    byStep.put(step.id(), node);
  }

  /** A container that is alone in its pod, or alone touched, is what its pod is. */
  private void attach(PodKey pod, List<ProgressNode> parts) {
    String key = "pod " + pod;
    ProgressNode own = top(key, pod.display());
    if (parts.size() > 1) {
      own.parts().addAll(parts);
      return;
    }
    ProgressNode merged = new ProgressNode(parts.getFirst().name());
    merged.absorb(own);
    merged.absorb(parts.getFirst());
    tops.put(key, merged);
    byStep.replaceAll((_, node) -> node == own || node == parts.getFirst() ? merged : node);
  }

  /** The name of what is neither pod nor container; empty for a milestone. */
  private static String name(Action action) {
    return switch (action) {
      case Action.PullImage pull -> "image " + pull.image().reference();
      case Action.CreateVolume volume -> "volume " + volume.name();
      case Action.RelabelVolume volume -> "volume " + volume.name();
      case Action.RemoveVolume volume -> "volume " + volume.name();
      case Action.CreateNetwork network -> "network " + network.name();
      case Action.ReviseNetwork network -> "network " + network.name();
      case Action.RemoveNetwork network -> "network " + network.name();
      case Action.RunHook run -> "hook " + Failures.harmless(run.hook().name());
      case Action.Milestone _ -> "";
      case Action.OnPod pod -> pod.key().display();
      case Action.OnContainer container -> container.key().display();
    };
  }

  void started(Step step, long nanos) {
    ProgressNode node = byStep.get(step.id());
    if (node != null) {
      node.started(step, nanos);
    }
  }

  void finished(Step step, long nanos) {
    done.add(step.id());
    ProgressNode node = byStep.get(step.id());
    if (node != null) {
      node.finished(step, nanos);
    }
  }

  void failed(Step step, long nanos) {
    ProgressNode node = byStep.get(step.id());
    if (node != null) {
      node.failed(step, nanos);
    }
  }

  void skipped(Step step) {
    ProgressNode node = byStep.get(step.id());
    if (node != null) {
      node.skipped(step);
    }
  }

  /** The things that are no part of others, in the order of the plan. */
  List<ProgressNode> tops() {
    return List.copyOf(tops.values());
  }

  /** How a thing gets on. */
  String words(ProgressNode node, long nanos) {
    return switch (node.state()) {
      case FAILED -> failure(node);
      case RUNNING -> {
        String own = node.during(nanos);
        yield own.isEmpty() ? parts(node) : own;
      }
      case DONE -> result(node);
      case LEFT_UNDONE ->
          node.isUntouched() || node.ending() == Ending.NOTHING
              ? "left undone"
              : node.ending().word() + ", the rest is left undone";
      case WAITING -> "waiting" + waitingFor(node);
    };
  }

  private static String failure(ProgressNode node) {
    Step step = node.failed();
    return step == null
        ? parts(node)
        : "failed to " + StepText.of(step).orElse(step.id()).replace(" " + node.name(), "");
  }

  private static String result(ProgressNode node) {
    return node.ending().word() + "  " + Times.seconds(node.took());
  }

  private static String parts(ProgressNode node) {
    int ended = 0;
    int failed = 0;
    for (ProgressNode part : node.parts()) {
      ended += part.state() == State.DONE ? 1 : 0;
      failed += part.state() == State.FAILED ? 1 : 0;
    }
    String text = ended + " of " + node.parts().size() + " containers done";
    return failed == 0 ? text : failed + " failed, " + text;
  }

  /** What the next step waits for, apart from steps to the same thing. */
  private String waitingFor(ProgressNode node) {
    Step next = node.next(done);
    if (next == null) {
      return "";
    }
    Set<String> blocking = new LinkedHashSet<>();
    Set<String> seen = new HashSet<>();
    Deque<String> left = new ArrayDeque<>(next.after());
    while (!left.isEmpty()) {
      String id = left.poll();
      Step step = steps.get(id);
      if (step == null || done.contains(id) || !seen.add(id)) {
        continue;
      }
      ProgressNode other = byStep.get(id);
      if (other == null) {
        left.addAll(step.after());
      } else if (other != node) {
        blocking.add(other.name() + condition(step.action()));
      }
    }
    List<String> all = new ArrayList<>(blocking);
    return switch (all.size()) {
      case 0 -> "";
      case 1 -> " for " + all.getFirst();
      default -> " for " + all.getFirst() + " and " + (all.size() - 1) + " more";
    };
  }

  private static String condition(@Nullable Action action) {
    if (action instanceof Action.AwaitHealthy) {
      return " to be healthy";
    }
    return action instanceof Action.AwaitCompleted ? " to complete" : "";
  }
}
