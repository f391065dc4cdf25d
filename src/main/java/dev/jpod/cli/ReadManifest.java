package dev.jpod.cli;

import dev.jpod.diff.FieldOrigins;
import dev.jpod.manifest.ManifestText;
import dev.jpod.manifest.Problem;
import dev.jpod.manifest.StackReader;
import dev.jpod.reconcile.ImageRules;
import dev.jpod.reconcile.Proposal;
import dev.jpod.store.StackRevision.Source;
import java.util.ArrayList;
import java.util.List;

/** A stack as it was read. */
record ReadManifest(StackReader.Read read, List<ManifestText> texts) {

  /** The name of the stack. */
  String stack() {
    return read.stack().name();
  }

  /** The line behind each field. */
  FieldOrigins origins() {
    return FieldOrigins.of(read.origins());
  }

  /** What the reconciler is asked for. */
  Proposal proposal(ImageRules rules) {
    List<Source> sources = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (ManifestText text : texts) {
      sources.add(new Source(text.displayName(), text.baseFolder(), text.text()));
      names.add(text.displayName());
    }
    return new Proposal(read, sources, String.join(", ", names), read.variables(), rules);
  }

  /** Says what is perhaps not meant. */
  void warn(Console console) {
    for (Problem warning : read.warnings()) {
      console.note(
          console.errPaint().paint(Paint.Style.YELLOW, "warning:")
              + " "
              + Failures.harmless(warning.toString()));
    }
  }
}
