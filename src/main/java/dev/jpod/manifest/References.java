package dev.jpod.manifest;

import dev.jpod.manifest.StackDraft.Reference;
import java.util.List;
import java.util.Set;

/** Finds names of networks, volumes, configs and secrets that the stack does not declare. */
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
      if (!declared.contains(reference.name())) {
        report(reference, declared);
      }
    }
  }

  private static void report(Reference reference, Set<String> declared) {
    String what = Choices.word(reference.kind());
    String name = Quote.shortened(reference.name());
    String near = Spelling.hint(reference.name(), declared);
    reference
        .value()
        .problem(
            "there is no " + what + " '" + name + "'",
            near.isEmpty() ? "declare it under the top-level '" + what + "s:'" : near);
  }
}
