package dev.jpod.cli;

import dev.jpod.manifest.InvalidManifest;
import dev.jpod.manifest.ManifestText;
import java.util.List;

/** Manifests that cannot be used, with their texts, so that lines can be shown. */
final class RefusedManifest extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final InvalidManifest reason;
  private final transient List<ManifestText> texts;

  RefusedManifest(InvalidManifest reason, List<ManifestText> texts) {
    super(reason);
    this.reason = reason;
    this.texts = List.copyOf(texts);
  }

  InvalidManifest reason() {
    return reason;
  }

  List<ManifestText> texts() {
    return texts;
  }
}
