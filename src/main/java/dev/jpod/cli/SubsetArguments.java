package dev.jpod.cli;

import dev.jpod.diff.Subset;
import dev.jpod.model.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The options that limit a run to some pods of the stack. */
final class SubsetArguments {
  private static final String TARGET = "--target";
  private static final String ONLY = "--only";
  private static final String EXCLUDE = "--exclude";
  private static final List<String> ALL = List.of(TARGET, ONLY, EXCLUDE);

  private SubsetArguments() {}

  static void describe(Syntax syntax) {
    syntax
        .options(
            TARGET,
            "POD[,POD]",
            "Only these pods, and the pods that they depend on. All others stay as they are, and"
                + " what the manifests have no more is not removed.")
        .options(ONLY, "POD[,POD]", "Only these pods, without what they depend on.")
        .options(EXCLUDE, "POD[,POD]", "All pods but these.");
  }

  /** The pods that a run is limited to; null for all. */
  static @Nullable Subset read(Arguments arguments, Stack stack) {
    List<String> given = ALL.stream().filter(option -> !arguments.given(option).isEmpty()).toList();
    if (given.isEmpty()) {
      return null;
    }
    if (given.size() > 1) {
      throw WrongUsage.usage(
          given.getFirst() + " and " + given.get(1) + " cannot be given together",
          "limit the run in one way");
    }
    List<String> names = new ArrayList<>();
    for (String each : arguments.given(given.getFirst())) {
      names.addAll(List.of(each.split(",", -1)));
    }
    for (String name : names) {
      if (stack.pods().stream().noneMatch(pod -> pod.name().equals(name))) {
        throw Arguments.wrong(
            given.getFirst(),
            name,
            "names of pods of the stack: "
                + String.join(", ", stack.pods().stream().map(pod -> pod.name()).toList()));
      }
    }
    return switch (given.getFirst()) {
      case TARGET -> Subset.withDependencies(names, stack);
      case EXCLUDE -> notEmpty(Subset.without(names, stack));
      default -> new Subset(Set.copyOf(names));
    };
  }

  private static Subset notEmpty(Subset subset) {
    if (subset.pods().isEmpty()) {
      throw WrongUsage.usage(
          "every pod of the stack is left out by " + EXCLUDE, "leave at least one of them in");
    }
    return subset;
  }
}
