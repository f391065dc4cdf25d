package dev.jpod.image;

import dev.jpod.image.ImageFinder.Match;
import dev.jpod.model.Digest;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import java.util.ArrayList;
import java.util.List;

/** What a removal leaves: decided before anything is written. */
record Removal(ImageIndex index, RemovedImage result) {

  static Removal of(ImageFinder finder, Match match, ImageNeeds needs, RemovalMode mode) {
    Digest id = finder.idOf(match.manifest());
    List<Descriptor> all = finder.withId(id);
    List<Descriptor> gone =
        switch (match.via()) {
          case REFERENCE -> List.of(match.manifest());
          case ID -> all;
        };
    List<ImageReference> names = names(gone);
    if (gone.size() > 1 && names.size() > 1) {
      requireForce(
          mode,
          "the image '" + id.shortHex() + "' has the names " + names,
          "remove the names one by one, or all of them with --force");
    }
    ImageIndex index = finder.index().withoutAll(gone);
    boolean last = gone.size() == all.size();
    if (last && needs.inUse().contains(id)) {
      boolean mounted = !needs.containers().contains(id);
      requireForce(
          mode,
          "the image '" + id.shortHex() + (mounted ? "' is mounted" : "' is used by a container"),
          mounted
              ? "unmount it first: jpod image unmount " + id.shortHex()
              : "remove its containers first");
      return new Removal(finder.index().unnamed(gone), new RemovedImage(names, List.of()));
    }
    if (last && needs.stacks().containsKey(id)) {
      requireForce(
          mode,
          "the stack '"
              + needs.stacks().get(id)
              + "' can go back to the image '"
              + id.shortHex()
              + "'",
          "force the removal, and going back will pull the image again if it can");
    }
    return new Removal(index, new RemovedImage(names, last ? List.of(id) : List.of()));
  }

  private static void requireForce(RemovalMode mode, String message, String hint) {
    switch (mode) {
      case ONLY_IF_UNUSED -> throw JpodException.refused(message, hint);
      case FORCED -> {}
    }
  }

  private static List<ImageReference> names(List<Descriptor> entries) {
    List<ImageReference> names = new ArrayList<>();
    for (Descriptor entry : entries) {
      ImageReference name = entry.reference();
      if (name != null) {
        names.add(name);
      }
    }
    return names;
  }
}
