package dev.jpod.reconcile;

import dev.jpod.diff.FieldOrigins;
import dev.jpod.diff.Subset;
import dev.jpod.diff.Unowned;
import dev.jpod.diff.WantedImage;
import dev.jpod.manifest.Place;
import dev.jpod.manifest.StackReader;
import dev.jpod.model.HostHook;
import dev.jpod.model.Stack;
import dev.jpod.store.StackRevision;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stack as somebody wants it, with what is kept about where it came from.
 *
 * @param sources the texts that it was read from
 * @param origin how people call the place, for example {@code stack.yaml}
 * @param variables what was interpolated, and the fields that were set on the command line
 * @param images how its images are looked up
 * @param past what is kept of it since it was written down; null for one that is read for the first
 *     time
 * @param subset the pods that the run is limited to; null for all
 * @param unowned what becomes of things under its names that no stack owns
 */
public record Proposal(
    StackReader.Read read,
    List<StackRevision.Source> sources,
    String origin,
    Map<String, String> variables,
    ImageRules images,
    @Nullable Past past,
    @Nullable Subset subset,
    Unowned unowned) {
  public Proposal {
    sources = List.copyOf(sources);
    variables = Map.copyOf(variables);
  }

  /** A proposal that is read for the first time. */
  public Proposal(
      StackReader.Read read,
      List<StackRevision.Source> sources,
      String origin,
      Map<String, String> variables,
      ImageRules images) {
    this(read, sources, origin, variables, images, null, null, Unowned.REFUSED);
  }

  /** A proposal that was written down before. */
  Proposal(
      StackReader.Read read,
      List<StackRevision.Source> sources,
      String origin,
      Map<String, String> variables,
      ImageRules images,
      @Nullable Past past) {
    this(read, sources, origin, variables, images, past, null, Unowned.REFUSED);
  }

  /**
   * The same, of which only some pods are to be applied; its origin says so in the history.
   *
   * @param chosen null for all pods
   */
  public Proposal limitedTo(@Nullable Subset chosen) {
    return chosen == null
        ? this
        : new Proposal(
            read, sources, origin + " (" + chosen + ")", variables, images, past, chosen, unowned);
  }

  /** The same, by another rule for what no stack owns. */
  public Proposal with(Unowned rule) {
    return new Proposal(read, sources, origin, variables, images, past, subset, rule);
  }

  /** The text of the lock file that is in force after a run with these images; null for none. */
  @Nullable String lockText(List<WantedImage> found) {
    return past == null ? images.lockedText(found) : past.lock();
  }

  /** The revision that is gone back to; null for none. */
  @Nullable Long restores() {
    return past == null ? null : past.restores();
  }

  /** What is wanted. */
  public Stack stack() {
    return read.stack();
  }

  /** The programs to run around its changes; none where it goes back to a revision. */
  List<HostHook> hooks() {
    return past != null && past.restores() != null ? List.of() : stack().hooks();
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
}
