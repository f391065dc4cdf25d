package dev.jpod.reconcile;

import dev.jpod.model.PodKey;
import dev.jpod.observed.ObservedPod;
import dev.jpod.plan.Action;
import dev.jpod.plan.Step;
import dev.jpod.reconcile.Outcome.FailedStep;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How things stand after a run that failed and rolls nothing back. */
final class Aftermath {
  private Aftermath() {}

  /**
   * Names the pods that it has made and that stay, or says that nothing was changed: a sentence
   * each, without a full stop, in the order of the plan.
   *
   * @param pods all that are there now
   */
  static List<String> of(Execution execution, List<ObservedPod> pods) {
    return execution.hasDoneNothing() ? List.of("nothing was changed") : ofPods(execution, pods);
  }

  private static List<String> ofPods(Execution execution, List<ObservedPod> pods) {
    Set<PodKey> failed = new HashSet<>();
    for (FailedStep step : execution.failures()) {
      if (step.step().action() instanceof Action.OnContainer on) {
        failed.add(on.key().podKey());
      } else if (step.step().action() instanceof Action.OnPod on) {
        failed.add(on.key());
      }
    }
    Set<PodKey> takenOver = new HashSet<>();
    for (Step step : execution.plan().steps()) {
      if (step.action() instanceof Action.TakeOver over && execution.hasDone(step)) {
        takenOver.add(over.key());
      }
    }
    List<String> sentences = new ArrayList<>();
    for (Step step : execution.plan().steps()) {
      if (step.action() instanceof Action.SetUpPod setUp && execution.hasDone(step)) {
        for (ObservedPod pod : pods) {
          boolean isMade =
              setUp.key().equals(pod.owner()) && setUp.generation() == pod.generation();
          if (isMade && setUp.beside().isPresent() && !takenOver.contains(setUp.key())) {
            sentences.add(
                "the new pod of "
                    + setUp.key().display()
                    + " stays beside the old one, which serves: pod "
                    + pod.shortId()
                    + ", until the next apply");
          } else if (isMade && failed.contains(setUp.key())) {
            sentences.add(
                "the pod of " + setUp.key().display() + " stays as it is: pod " + pod.shortId());
          }
        }
      }
    }
    return sentences;
  }
}
