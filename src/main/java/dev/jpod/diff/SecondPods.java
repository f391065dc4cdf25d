package dev.jpod.diff;

import dev.jpod.model.PodInstance;
import dev.jpod.model.Update;
import java.util.ArrayList;
import java.util.List;

/**
 * The pods of one network that are set up beside those whose place they take, so that each needs an
 * address more for a while: all of a plan at once, since setting up waits for nobody.
 */
final class SecondPods {
  private final List<PodInstance> pods = new ArrayList<>(0);

  /** Counts a change if it makes a second pod. */
  void add(PodChange change) {
    if (change instanceof PodChange.Replace replace && replace.choice().startsFirst()) {
      pods.add(replace.desired());
    }
  }

  /** How many addresses more they need. */
  int count() {
    return pods.size();
  }

  /** Whether some of them can just as well come after the old one. */
  boolean canYield() {
    for (PodInstance pod : pods) {
      if (pod.pod().update().strategy() == Update.Strategy.AUTO) {
        return true;
      }
    }
    return false;
  }

  List<PodInstance> all() {
    return pods;
  }
}
