package dev.jpod.reconcile;

import dev.jpod.diff.FieldOrigins;
import dev.jpod.model.Stack;
import dev.jpod.store.StackRevision;
import java.util.List;
import java.util.Map;

/**
 * A stack as somebody wants it, with what is kept about where it came from.
 *
 * @param sources the texts that it was read from
 * @param origin how people call the place, for example {@code stack.yaml}
 * @param variables what was given for interpolation on the command line
 */
public record Proposal(
    Stack stack,
    FieldOrigins origins,
    List<StackRevision.Source> sources,
    String origin,
    Map<String, String> variables) {
  public Proposal {
    sources = List.copyOf(sources);
    variables = Map.copyOf(variables);
  }
}
