package dev.jpod.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An archive whose files have all been staged. Names stay names: nothing of them reaches the disk,
 * and links, which docker writes for layers that two images share, are looked up among the names.
 */
final class TarArchive implements ImageArchive {
  private static final int MOST_ENTRIES = 100_000;
  private static final int MOST_LINKS = 10;

  private final Map<String, StagedBlob> files = new HashMap<>();
  private final Map<String, String> links = new HashMap<>();

  private TarArchive() {}

  /** Stages every file of a tar: plain, gzip or zstd. */
  static TarArchive read(InputStream in, Staging staging, UnpackLimits limits) throws IOException {
    TarArchive archive = new TarArchive();
    TarReader tar = new TarReader(Compression.uncompressed(in), limits.headerBytes());
    TarEntry entry = tar.next();
    int entries = 0;
    while (entry != null) {
      if (++entries > MOST_ENTRIES) {
        throw new HostileLayerException("it has more than " + MOST_ENTRIES + " entries");
      }
      archive.add(entry, tar, staging);
      entry = tar.next();
    }
    if (!tar.isEndMarked()) {
      throw new HostileLayerException("it is cut off, or no tar");
    }
    return archive;
  }

  private void add(TarEntry entry, TarReader tar, Staging staging) throws IOException {
    String name = text(entry.name().components());
    switch (entry.type()) {
      case FILE -> files.put(name, staging.keep(tar.content(), entry.size()));
      case SYMBOLIC_LINK -> links.put(name, resolved(entry.name().parents(), entry.target()));
      case HARD_LINK -> links.put(name, resolved(List.of(), entry.target()));
      case DIRECTORY, PIPE, CHARACTER_DEVICE, BLOCK_DEVICE -> {}
    }
  }

  /** The name that a link in a folder means; one that leads out of the archive means nothing. */
  private static String resolved(List<byte[]> folder, byte[] target) throws HostileLayerException {
    List<byte[]> path = new ArrayList<>(folder);
    for (byte[] component : EntryName.ofTarget(target)) {
      if (!EntryName.isParent(component)) {
        path.add(component);
      } else if (path.isEmpty()) {
        throw new HostileLayerException("a link leads out of the archive");
      } else {
        path.removeLast();
      }
    }
    return text(path);
  }

  private static String text(List<byte[]> components) {
    StringBuilder text = new StringBuilder();
    for (byte[] component : components) {
      text.append(text.isEmpty() ? "" : "/").append(new String(component, UTF_8));
    }
    return text.toString();
  }

  @Override
  public @Nullable StagedBlob find(String name) {
    String wanted = name;
    for (int hops = 0; hops < MOST_LINKS; hops++) {
      StagedBlob file = files.get(wanted);
      if (file != null) {
        return file;
      }
      String next = links.get(wanted);
      if (next == null) {
        return null;
      }
      wanted = next;
    }
    return null;
  }
}
