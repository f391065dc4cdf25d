package dev.jpod.image;

import dev.jpod.host.KernelLock;
import dev.jpod.host.RecordLock;
import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes images out of the store, while nobody can make a container of them. */
record Cleaning(OciLayout layout, LayerStore layers) {
  /** As {@link ImageStore#remove} promises it. */
  RemovedImage remove(String name, Supplier<ImageNeeds> needs, RemovalMode mode)
      throws IOException {
    try (RecordLock hold = RecordLock.tryExclusive(layout.holdFile());
        KernelLock _ = KernelLock.exclusive(layout.lockFile())) {
      requireAlone(hold, "the image '" + name + "'");
      ImageFinder finder = new ImageFinder(layout, layout.index());
      ImageNeeds needed = needs.get();
      Removal removal = Removal.of(finder, finder.require(name), needed, mode);
      layout.replaceIndex(removal.index());
      new ShiftedLayers(layers).removeAllBut(needed.shifted());
      new Collector(layout, layers).collect(needed.inUse());
      return removal.result();
    }
  }

  /** As {@link ImageStore#prune} promises it. */
  PrunedImages prune(Supplier<ImageNeeds> needs, Predicate<Image> chosen, Instant untouchedSince)
      throws IOException {
    try (RecordLock hold = RecordLock.tryExclusive(layout.holdFile());
        KernelLock _ = KernelLock.exclusive(layout.lockFile())) {
      requireAlone(hold, "images");
      ImageNeeds needed = needs.get();
      Set<Digest> all = needed.all();
      ImageFinder finder = new ImageFinder(layout, layout.index());
      List<Image> removed = new ArrayList<>();
      List<Descriptor> gone = new ArrayList<>();
      for (Image image : new StoredImages(layout).list(finder.index())) {
        if (!all.contains(image.id()) && chosen.test(image)) {
          removed.add(image);
          gone.addAll(finder.withId(image.id()));
        }
      }
      if (!removed.isEmpty()) {
        layout.replaceIndex(finder.index().withoutAll(gone));
      }
      long freed = new Collector(layout, layers).collect(needed.inUse());
      freed += new ShiftedLayers(layers).removeAllBut(needed.shifted());
      freed += new PartialBlobs(layout).remove(untouchedSince);
      return new PrunedImages(removed, freed);
    }
  }

  private static void requireAlone(@Nullable RecordLock hold, String what) {
    if (hold == null) {
      throw new JpodException(
          Failure.LOCKED,
          "cannot remove " + what + " while another run makes containers",
          "repeat the command when that run is done");
    }
  }
}
