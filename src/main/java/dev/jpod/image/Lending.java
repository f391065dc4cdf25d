package dev.jpod.image;

import dev.jpod.host.KernelLock;
import dev.jpod.host.OpenDirectory;
import dev.jpod.host.OverlayMarks;
import dev.jpod.image.LayerStore.Settling;
import dev.jpod.image.LayerStore.Unpacked;
import dev.jpod.image.LentLayer.Coverage;
import dev.jpod.model.Digest;
import dev.jpod.model.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Takes an image into the store whose layers stay where another program has unpacked them. */
record Lending(OciLayout layout, LayerStore layers, ImageDocuments documents) {

  /**
   * Gives the image its place and names; its layers get links.
   *
   * @param lent the layers, lowest first
   * @param origin where they are, for people
   */
  void take(List<LentLayer> lent, String origin, List<ImageReference> names) throws IOException {
    List<Digest> chain = documents.chain();
    if (lent.size() != chain.size()) {
      throw new HostileLayerException(
          "it has " + lent.size() + " layers, but its configuration names " + chain.size());
    }
    try {
      admit(chain, lent, origin, names);
    } catch (IOException | RuntimeException e) {
      takeBack(e);
      throw e;
    }
  }

  private void admit(
      List<Digest> chain, List<LentLayer> lent, String origin, List<ImageReference> names)
      throws IOException {
    try (KernelLock _ = KernelLock.shared(layers.lockFile());
        Staging staging = Staging.in(layout.staging())) {
      List<StagedBlob> parts = new ArrayList<>();
      parts.add(staging.keep(documents.configBytes()));
      parts.add(staging.keep(documents.manifestBytes()));
      for (int i = 0; i < chain.size(); i++) {
        link(chain.get(i), documents.settings().diffIds().get(i), lent.get(i));
      }
      if (!lent.isEmpty()) {
        // Their owner does not force them to disk.
        try (OpenDirectory files = OpenDirectory.open(lent.getLast().folder())) {
          files.syncFileSystem();
        }
      }
      layers.settle(chain);
      new Admission(layout, layers).enter(parts, documents.descriptor().lentBy(origin), names);
    }
  }

  private void link(Digest chainId, Digest diffId, LentLayer lent) throws IOException {
    Path lockFile = layers.temporary().resolve(chainId.hex() + ".lock");
    try (KernelLock _ = KernelLock.exclusive(lockFile)) {
      if (layers.isOwn(chainId)) {
        layers.lent(chainId).setPacking(lent.packing());
      } else if (!layers.isWhole(chainId) || !layers.lent(chainId).isLentAs(lent)) {
        Path home = Files.createDirectory(layers.temporary().resolve(UUID.randomUUID().toString()));
        new LentLayer.Place(home).fill(lent);
        if (lent.coverage() == Coverage.HIDES_ALL_LOWER || OverlayMarks.isOpaque(lent.folder())) {
          LayerStore.markHiding(home);
        }
        layers.discard(chainId);
        layers.place(new Unpacked(home, diffId), chainId, Settling.LATER);
      }
      Files.deleteIfExists(lockFile);
    }
  }

  private void takeBack(Exception failure) {
    try (KernelLock _ = KernelLock.exclusive(layout.lockFile())) {
      new Collector(layout, layers).collect(Set.of());
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
