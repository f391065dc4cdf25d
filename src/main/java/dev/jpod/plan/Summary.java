package dev.jpod.plan;

import dev.jpod.diff.Change;
import dev.jpod.diff.Change.RemoveReason;
import dev.jpod.diff.NetworkChange;
import dev.jpod.diff.PodChange;
import dev.jpod.diff.Relabelling;
import dev.jpod.model.InstanceKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A plan in numbers and names.
 *
 * @param counts how many containers there are of each kind of change, and pods that are told by
 *     themselves; kinds without any are left out
 * @param images what becomes of images
 * @param newVolumes how many volumes are made
 * @param adoptedVolumes how many volumes become the stack's that no stack owns
 * @param relabelledVolumes how many others get other labels
 * @param networks what becomes of networks
 * @param restarts the pods of which a running process ends before another one takes its place
 * @param volumeLoss the volumes that go with their data: by name, or {@code web[0]:/data} for one
 *     without a name
 */
public record Summary(
    Map<Verb, Integer> counts,
    ImageCounts images,
    int newVolumes,
    int adoptedVolumes,
    int relabelledVolumes,
    NetworkCounts networks,
    List<String> restarts,
    List<String> volumeLoss) {
  private static final int MOST_NAMES = 20;

  public Summary {
    counts = Collections.unmodifiableMap(new EnumMap<>(counts));
    restarts = List.copyOf(restarts);
    volumeLoss = List.copyOf(volumeLoss);
  }

  static Summary of(Plan plan) {
    Map<Verb, Integer> counts = new EnumMap<>(Verb.class);
    Set<String> restarts = new TreeSet<>();
    Set<InstanceKey> serving = serving(plan);
    int unchanged = 0;
    for (Change change : plan.changes().changes()) {
      if (change instanceof Change.Keep) {
        unchanged++;
      } else {
        counts.merge(Verb.of(change), 1, Integer::sum);
        if (endsProcess(change, serving)) {
          restarts.add(change.key().pod());
        }
      }
    }
    if (!plan.changes().foreignVolumes().isEmpty()) {
      counts.merge(Verb.BLOCKED, plan.changes().foreignVolumes().size(), Integer::sum);
    }
    for (NetworkChange change : plan.changes().networks()) {
      if (change instanceof NetworkChange.Blocked) {
        counts.merge(Verb.BLOCKED, 1, Integer::sum);
      }
    }
    for (PodChange change : new ToldPods(plan.changes()).told()) {
      counts.merge(Verb.of(change), 1, Integer::sum);
    }
    if (unchanged > 0) {
      counts.put(Verb.UNCHANGED, unchanged);
    }
    List<String> loss = new ArrayList<>();
    for (Hazard hazard : plan.hazards()) {
      loss.add(
          switch (hazard) {
            case Hazard.VolumeLoss named -> named.name();
            case Hazard.AnonymousVolumeLoss anonymous -> place(anonymous.key(), anonymous.target());
          });
    }
    int adopted = 0;
    for (Relabelling relabelling : plan.changes().relabellings()) {
      adopted += relabelling.current().isAdopted() ? 1 : 0;
    }
    return new Summary(
        counts,
        ImageCounts.of(plan.changes().images()),
        plan.changes().missingVolumes().size(),
        adopted,
        plan.changes().relabellings().size() - adopted,
        NetworkCounts.of(plan.changes().networks()),
        List.copyOf(restarts),
        loss);
  }

  /** How many containers stay as they are. */
  public int unchanged() {
    return counts.getOrDefault(Verb.UNCHANGED, 0);
  }

  /** {@code 1 replace, 2 live. Restarts: api. Volume loss: none.} */
  String text() {
    String brief = brief();
    return brief
        + (brief.isEmpty() ? "" : ". ")
        + "Restarts: "
        + shortened(restarts)
        + ". Volume loss: "
        + names(volumeLoss)
        + ".";
  }

  /** {@code 1 replace, 2 live}; empty when nothing changes. */
  public String brief() {
    List<String> parts = new ArrayList<>();
    images.addTo(parts);
    counts.forEach(
        (verb, count) -> {
          if (verb != Verb.UNCHANGED) {
            parts.add(count + " " + verb.word());
          }
        });
    addVolumes(" new", newVolumes, parts);
    addVolumes(" adopted", adoptedVolumes, parts);
    addVolumes(" relabelled", relabelledVolumes, parts);
    networks.addTo(parts);
    return String.join(", ", parts);
  }

  private static void addVolumes(String word, int count, List<String> parts) {
    if (count > 0) {
      parts.add(count + word + (count == 1 ? " volume" : " volumes"));
    }
  }

  /** The instances of which a container runs in the pod that stays or is replaced. */
  private static Set<InstanceKey> serving(Plan plan) {
    Set<String> leaving = new HashSet<>();
    for (PodChange change : plan.changes().pods()) {
      if (change instanceof PodChange.Remove remove) {
        leaving.add(remove.pod().id());
      }
    }
    Set<InstanceKey> serving = new HashSet<>();
    for (Change change : plan.changes().changes()) {
      if (change instanceof Change.OfCurrent with
          && Lanes.hasProcess(with.current())
          && !leaving.contains(with.current().pod())) {
        serving.add(change.key());
      }
    }
    return serving;
  }

  /** What is removed beside one that serves interrupts nobody. */
  private static boolean endsProcess(Change change, Set<InstanceKey> serving) {
    return switch (change) {
      case Change.Replace replace ->
          !replace.choice().startsFirst() && Lanes.hasProcess(replace.current());
      case Change.Restart restart -> Lanes.hasProcess(restart.current());
      case Change.Remove remove ->
          remove.reason() == RemoveReason.SUPERSEDED
              && Lanes.hasProcess(remove.container())
              && !serving.contains(remove.key());
      case Change.Create _,
          Change.Update _,
          Change.Rerecord _,
          Change.Signal _,
          Change.Start _,
          Change.Unpause _,
          Change.Keep _,
          Change.Blocked _ ->
          false;
    };
  }

  private static String shortened(List<String> names) {
    return names.size() <= MOST_NAMES
        ? names(names)
        : names(names.subList(0, MOST_NAMES)) + " and " + (names.size() - MOST_NAMES) + " more";
  }

  private static String names(List<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  private static String place(InstanceKey key, String target) {
    return key.display() + ":" + Values.printable(target);
  }
}
