package dev.jpod.image;

import dev.jpod.image.ImageFinder.Match;
import dev.jpod.image.ImageFinder.Via;
import dev.jpod.model.Digest;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import java.util.ArrayList;
import java.util.List;

/** What taking names away leaves: decided before anything is written. */
record Untagging(ImageIndex index, List<ImageReference> names) {

  static Untagging of(ImageFinder finder, String image, List<String> untagged) {
    Digest id = finder.idOf(finder.require(image).manifest());
    List<Descriptor> gone = new ArrayList<>();
    for (String name : untagged) {
      Match match = finder.find(name);
      if (match == null
          || match.via() != Via.REFERENCE
          || !finder.idOf(match.manifest()).equals(id)) {
        throw JpodException.notFound(
            "the image '" + image + "' has no name '" + name + "'",
            "'jpod image inspect " + image + "' shows its names");
      }
      gone.add(match.manifest());
    }
    if (untagged.isEmpty()) {
      gone.addAll(finder.withId(id));
      gone.removeIf(entry -> entry.reference() == null);
    }
    List<ImageReference> names = new ArrayList<>();
    for (Descriptor entry : gone) {
      names.add(entry.reference());
    }
    names.removeIf(name -> name == null);
    return new Untagging(finder.index().unnamed(gone), names);
  }
}
