package dev.jpod.manifest;

import dev.jpod.model.Digest;
import dev.jpod.model.ImageReference;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads a lock file as strictly as a manifest. */
final class LockReader {
  private static final String AGAIN = "make it anew with 'jpod lock'";

  private LockReader() {}

  static ImageLock read(ManifestText text) {
    Reading reading = new Reading(Variables.NONE);
    SortedMap<String, Digest> digests = new TreeMap<>();
    if (text.text().lines().allMatch(line -> line.isBlank() || line.startsWith("#"))) {
      reading.problem(
          new Problem(new Place(text.displayName(), 1, 1), "", "the lock file is empty", AGAIN));
      reading.refuseProblems();
    }
    List<Document> documents = YamlDocuments.of(text, reading);
    reading.refuseProblems();
    if (documents.size() > 1) {
      documents.get(1).value().problem("a lock file has one document", AGAIN);
    } else {
      read(documents.getFirst().value(), digests);
    }
    reading.refuseProblems();
    return new ImageLock(digests);
  }

  private static void read(Value root, SortedMap<String, Digest> digests) {
    if (!root.isMap()) {
      root.expected("a map with version and images");
      return;
    }
    MapReader map = new MapReader(root);
    Value version = map.require("version", AGAIN);
    Long number = version == null ? null : version.integer(1, Long.MAX_VALUE);
    if (version != null && number != null && number > ImageLock.VERSION) {
      version.problem(
          "the lock file is of version " + number + ", which a later jpod has written",
          "use that jpod, or " + AGAIN);
      return;
    }
    Value images = map.require("images", AGAIN);
    if (images != null) {
      for (MapEntry entry : images.entries()) {
        read(entry, digests);
      }
    }
    map.finish();
  }

  private static void read(MapEntry entry, SortedMap<String, Digest> digests) {
    Value value = entry.value();
    String digest = value.line();
    if (digest == null) {
      return;
    }
    try {
      ImageReference reference = ImageReference.of(entry.key());
      if (!reference.toString().equals(entry.key())) {
        value.problem("the reference is not written in full", "write '" + reference + "'");
        return;
      }
      digests.put(entry.key(), new Digest(digest));
    } catch (IllegalArgumentException wrong) {
      value.problem(Quote.shortened(String.valueOf(wrong.getMessage())), AGAIN);
    }
  }
}
