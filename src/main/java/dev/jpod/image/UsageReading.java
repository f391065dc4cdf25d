package dev.jpod.image;

import dev.jpod.host.DiskUsage;
import dev.jpod.image.StoreUsage.Necessity;
import dev.jpod.image.StoreUsage.OfImage;
import dev.jpod.model.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Adds up what images have in a store; what several share counts once. */
final class UsageReading {
  private final OciLayout layout;
  private final LayerStore layers;
  private final ImageNeeds needs;
  private final Map<Path, Long> sizes = new HashMap<>();
  private final Map<Path, Integer> users = new HashMap<>();

  UsageReading(OciLayout layout, LayerStore layers, ImageNeeds needs) {
    this.layout = layout;
    this.layers = layers;
    this.needs = needs;
  }

  StoreUsage read(Instant untouchedSince) throws IOException {
    ImageFinder finder = new ImageFinder(layout, layout.index());
    List<Image> images = new StoredImages(layout).list(finder.index());
    Map<Digest, List<Path>> places = new HashMap<>();
    Map<Path, Necessity> needed = new HashMap<>();
    for (Image image : images) {
      List<Path> ofImage = places(image, finder);
      places.put(image.id(), ofImage);
      for (Path place : ofImage) {
        users.merge(place, 1, Integer::sum);
        if (necessity(image) != Necessity.NONE) {
          needed.put(place, necessity(image));
        }
        if (!sizes.containsKey(place)) {
          sizes.put(place, DiskUsage.of(place));
        }
      }
    }
    List<OfImage> usages = new ArrayList<>();
    for (Image image : images) {
      usages.add(usage(image, places.getOrDefault(image.id(), List.of())));
    }
    long total = 0;
    long kept = 0;
    for (Map.Entry<Path, Long> size : sizes.entrySet()) {
      total += size.getValue();
      kept += needed.containsKey(size.getKey()) ? size.getValue() : 0;
    }
    ShiftedLayers shifted = new ShiftedLayers(layers);
    total += shifted.sizeOfAllBut(Set.of());
    kept += shifted.sizeOfAllBut(Set.of()) - shifted.sizeOfAllBut(needs.shifted());
    PartialBlobs partial = new PartialBlobs(layout);
    return new StoreUsage(
        usages, total, total - kept + partial.size(untouchedSince), partial.size(Instant.MAX));
  }

  private OfImage usage(Image image, List<Path> places) {
    long shared = 0;
    long unique = 0;
    for (Path place : places) {
      long size = sizes.getOrDefault(place, 0L);
      if (users.getOrDefault(place, 0) > 1) {
        shared += size;
      } else {
        unique += size;
      }
    }
    return new OfImage(image, shared, unique, necessity(image));
  }

  private Necessity necessity(Image image) {
    if (needs.inUse().contains(image.id())) {
      return Necessity.USED_BY_CONTAINER;
    }
    return needs.stacks().containsKey(image.id()) ? Necessity.KEPT_FOR_STACK : Necessity.NONE;
  }

  private List<Path> places(Image image, ImageFinder finder) {
    Footprint footprint = new Footprint();
    for (Descriptor manifest : finder.withId(image.id())) {
      new Collector(layout, layers).mark(manifest, footprint);
    }
    List<Path> places = new ArrayList<>();
    for (String blob : footprint.blobs()) {
      places.add(layout.blob(Digest.sha256(blob)));
    }
    for (String chain : footprint.chains()) {
      places.add(layers.folder().resolve(chain));
    }
    places.removeIf(place -> !Files.exists(place));
    return places;
  }
}
