package dev.jpod.reconcile;

import dev.jpod.engine.Observer;
import dev.jpod.image.ImageNeeds;
import dev.jpod.model.Digest;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.store.ShiftedNotes;
import dev.jpod.store.StackFiles;
import dev.jpod.store.StackRevision;
import dev.jpod.store.StoreLayout;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Finds out who counts on images: containers, and stacks that can go back to a revision. */
public final class NeededImages {
  private NeededImages() {}

  /** What is needed right now. */
  public static ImageNeeds of(Observer observer, StoreLayout layout) {
    Set<Digest> containers = new HashSet<>();
    for (ObservedContainer container : observer.observeContainers()) {
      Digest image = container.image();
      if (image != null) {
        containers.add(image);
      }
    }
    Map<Digest, String> stacks = new HashMap<>();
    for (String stack : StackFiles.names(layout)) {
      for (StackRevision revision : new StackFiles(layout, stack).revisions()) {
        if (revision.isGood()) {
          for (StackRevision.Image image : revision.images()) {
            stacks.putIfAbsent(image.id(), stack);
          }
        }
      }
    }
    return new ImageNeeds(containers, stacks).withShifted(new ShiftedNotes(layout).all());
  }
}
