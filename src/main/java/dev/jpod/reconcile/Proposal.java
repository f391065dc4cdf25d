package dev.jpod.reconcile;

import dev.jpod.diff.FieldOrigins;
import dev.jpod.manifest.NotYet;
import dev.jpod.manifest.Place;
import dev.jpod.manifest.Problem;
import dev.jpod.manifest.StackReader;
import dev.jpod.model.JpodException;
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
 * @param images how its images are looked up
 */
public record Proposal(
    StackReader.Read read,
    List<StackRevision.Source> sources,
    String origin,
    Map<String, String> variables,
    ImageRules images) {
  public Proposal {
    sources = List.copyOf(sources);
    variables = Map.copyOf(variables);
  }

  /** What is wanted. */
  public Stack stack() {
    return read.stack();
  }

  /** The line of the stack file behind each field. */
  public FieldOrigins origins() {
    return FieldOrigins.of(read.origins());
  }

  /** Where something at the top level stands, such as {@code secrets.key}; empty if unknown. */
  String placeOf(String path) {
    Place place = read.origins().of(path);
    return place == null ? "" : " (" + place.fileAndLine() + ")";
  }

  /** Refuses what the format has and the engine has not. */
  void refuseWhatCannotBeDoneYet() {
    List<Problem> problems = NotYet.find(read.stack(), read.origins());
    if (!problems.isEmpty()) {
      StringBuilder sentence = new StringBuilder();
      for (Problem problem : problems) {
        sentence.append(sentence.isEmpty() ? "" : "; ").append(problem);
      }
      throw JpodException.refused(
          sentence.toString(), "leave it out for now; 'jpod validate' accepts it all the same");
    }
  }
}
