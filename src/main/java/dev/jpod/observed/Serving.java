package dev.jpod.observed;

import dev.jpod.model.PodKey;
import dev.jpod.observed.Takeover.Stage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which pods have their published ports and names on the host. Of pods that take each other's place
 * one does; every other pod does, too, whatever stands beside it.
 */
public final class Serving {
  private final Set<String> silent = new HashSet<>();

  private Serving() {}

  /**
   * A pod that is whole, and neither being made nor being removed.
   *
   * @param owner the replica it was made for, or null when no stack owns it
   * @param takeover whose place it was made to take, if any
   */
  public record Contender(
      String id, @Nullable PodKey owner, int generation, @Nullable Takeover takeover) {}

  /** Who serves among all the pods of a store that are whole. */
  public static Serving among(List<Contender> pods) {
    Serving serving = new Serving();
    for (Contender pod : pods) {
      Takeover takeover = pod.takeover();
      if (takeover != null) {
        if (takeover.stage() == Stage.STANDBY) {
          serving.silent.add(pod.id());
        } else {
          serving.silence(pods, pod, takeover.from());
        }
      }
    }
    return serving;
  }

  /** As {@link #among}, for what was observed. */
  public static Serving amongObserved(List<ObservedPod> pods) {
    List<Contender> contenders = new ArrayList<>();
    for (ObservedPod pod : pods) {
      if (!pod.isIncomplete() && !pod.isHalfRemoved()) {
        contenders.add(new Contender(pod.id(), pod.owner(), pod.generation(), pod.takeover()));
      }
    }
    return among(contenders);
  }

  /** Silences those before: the last one, and any that a run left behind that before. */
  private void silence(List<Contender> pods, Contender server, String from) {
    silent.add(from);
    PodKey owner = server.owner();
    for (Contender pod : pods) {
      if (owner != null && pod.generation() < server.generation() && owner.equals(pod.owner())) {
        silent.add(pod.id());
      }
    }
  }

  /** Whether what a pod has of ports and names is the host's. */
  public boolean serves(String id) {
    return !silent.contains(id);
  }
}
