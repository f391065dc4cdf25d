package dev.jpod.transfer;

import dev.jpod.image.Descriptor;
import dev.jpod.image.ImageIndex;
import dev.jpod.image.MediaTypes;
import dev.jpod.image.Platform;
import dev.jpod.model.JpodException;
import dev.jpod.transfer.ImageOrigin.Document;
import java.util.Set;
import java.util.TreeSet;

/** Finds the manifest for one platform, through as many indexes as lie in between. */
record PlatformChoice(ImageOrigin origin, Platform platform) {
  private static final int DEEPEST_INDEX = 4;

  /** The manifest that a document is, or leads to. */
  Document manifest(Document found) {
    Document document = found;
    for (int depth = 0; depth <= DEEPEST_INDEX; depth++) {
      if (!MediaTypes.isIndex(document.mediaType())) {
        return document;
      }
      document = origin.manifest(entry(document).digest());
    }
    throw JpodException.refused(
        "the image index '" + found.digest() + "' is nested too deep", "ask its maker for another");
  }

  private Descriptor entry(Document document) {
    ImageIndex index =
        ImageIndex.read(document.content().bytes(), "the image index '" + document.digest() + "'");
    Descriptor entry = platform.bestOf(index.manifests());
    if (entry == null) {
      Set<String> there = new TreeSet<>();
      for (Descriptor manifest : index.manifests()) {
        Platform other = manifest.platform();
        if (other != null && !other.os().equals("unknown")) {
          there.add(other.toString());
        }
      }
      throw JpodException.notFound(
          "the image index '" + document.digest() + "' has no image for " + platform,
          there.isEmpty()
              ? "it names no platforms"
              : "it has images for " + String.join(", ", there));
    }
    return entry;
  }
}
