package dev.jpod.plan;

import dev.jpod.diff.NetworkChange;
import java.util.List;

/** How many networks a plan makes, adopts, changes in place, replaces and removes. */
public record NetworkCounts(int made, int adopted, int changed, int replaced, int removed) {
  static NetworkCounts of(List<NetworkChange> changes) {
    int made = 0;
    int adopted = 0;
    int changed = 0;
    int replaced = 0;
    int removed = 0;
    for (NetworkChange change : changes) {
      switch (change) {
        case NetworkChange.Create _ -> made++;
        case NetworkChange.Revise revise -> {
          if (revise.isAdoption()) {
            adopted++;
          } else {
            changed++;
          }
        }
        case NetworkChange.Replace _ -> replaced++;
        case NetworkChange.Remove _ -> removed++;
        case NetworkChange.Blocked _ -> {}
      }
    }
    return new NetworkCounts(made, adopted, changed, replaced, removed);
  }

  /** Adds {@code 1 new network} and the like for each kind of which there are some. */
  void addTo(List<String> parts) {
    add("new ", made, parts);
    add("adopted ", adopted, parts);
    add("changed ", changed, parts);
    add("replaced ", replaced, parts);
    add("removed ", removed, parts);
  }

  private static void add(String word, int count, List<String> parts) {
    if (count > 0) {
      parts.add(count + " " + word + (count == 1 ? "network" : "networks"));
    }
  }
}
