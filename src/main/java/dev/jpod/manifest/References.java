package dev.jpod.manifest;

import dev.jpod.manifest.StackDraft.Reference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares the networks, volumes, configs and secrets that are used with those declared. */
final class References {
  private References() {}

  static void check(List<Reference> references, StackDraft draft) {
    for (Reference reference : references) {
      Set<String> declared =
          switch (reference.kind()) {
            case NETWORK -> draft.networks().keySet();
            case VOLUME -> draft.volumes().keySet();
            case CONFIG -> draft.configs().keySet();
            case SECRET -> draft.secrets().keySet();
          };
      if (!declared.contains(reference.name()) && !isAlwaysThere(reference)) {
        report(reference, declared);
      }
    }
  }

  private static boolean isAlwaysThere(Reference reference) {
    return reference.kind() == Reference.Kind.NETWORK
        && reference.name().equals(NetworkReader.DEFAULT);
  }

  /** Warns of what is declared and never used; most often a name was changed in one place only. */
  static void warnOfUnused(
      List<Reference> references, Map<String, Place> declared, Reading reading) {
    Set<String> used = new HashSet<>();
    used.add("networks." + NetworkReader.DEFAULT);
    for (Reference reference : references) {
      used.add(word(reference) + "s." + reference.name());
    }
    for (Map.Entry<String, Place> each : declared.entrySet()) {
      String path = each.getKey();
      if (isForPods(path) && !used.contains(path)) {
        reading.warning(new Problem(each.getValue(), path, "is declared, but no pod uses it", ""));
      }
    }
  }

  /**
   * Whether what is declared here is there to be used by pods; hooks, for one, run by themselves.
   */
  private static boolean isForPods(String path) {
    for (Reference.Kind kind : Reference.Kind.values()) {
      if (path.startsWith(Choices.word(kind) + "s.")) {
        return true;
      }
    }
    return false;
  }

  private static String word(Reference reference) {
    return Choices.word(reference.kind());
  }

  private static void report(Reference reference, Set<String> declared) {
    String what = word(reference);
    String name = Quote.shortened(reference.name());
    List<String> known = new ArrayList<>(declared);
    if (reference.kind() == Reference.Kind.NETWORK) {
      known.add(NetworkReader.DEFAULT);
    }
    String near = Spelling.hint(reference.name(), known);
    reference
        .value()
        .problem(
            "there is no " + what + " '" + name + "'",
            near.isEmpty() ? "declare it under the top-level '" + what + "s:'" : near);
  }
}
