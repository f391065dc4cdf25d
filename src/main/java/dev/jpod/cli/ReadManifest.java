package dev.jpod.cli;

import dev.jpod.diff.FieldOrigins;
import dev.jpod.manifest.ManifestText;
import dev.jpod.manifest.Origins;
import dev.jpod.manifest.Place;
import dev.jpod.manifest.Problem;
import dev.jpod.manifest.StackReader;
import dev.jpod.model.Stack;
import dev.jpod.reconcile.Proposal;
import dev.jpod.store.StackRevision.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A stack as it was read.
 *
 * @param warnings what is allowed, but perhaps not meant
 * @param settings what {@code --set} gave
 */
record ReadManifest(
    Stack stack,
    Origins origins,
    List<Problem> warnings,
    List<ManifestText> texts,
    Map<String, String> settings) {

  /** What the reconciler is asked for. */
  Proposal proposal() {
    List<Source> sources = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (ManifestText text : texts) {
      sources.add(new Source(text.displayName(), text.text()));
      names.add(text.displayName());
    }
    return new Proposal(
        new StackReader.Read(stack, origins, warnings), sources, String.join(", ", names), settings);
  }

  /** Where the stack's fields stand. */
  FieldOrigins fieldOrigins() {
    return (key, path) -> {
      Place place = origins.of(key.pod(), key.container(), path);
      return place == null ? Optional.empty() : Optional.of(place.fileAndLine());
    };
  }

  /** Says what is perhaps not meant. */
  void warn(Console console) {
    for (Problem warning : warnings) {
      console.note(
          console.errPaint().paint(Paint.Style.YELLOW, "warning:")
              + " "
              + Failures.harmless(warning.toString()));
    }
  }
}
