package dev.jpod.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.jpod.host.Command;
import dev.jpod.host.CommandResult;
import dev.jpod.host.DiskUsage;
import dev.jpod.host.DurableFile;
import dev.jpod.host.FileTree;
import dev.jpod.host.KernelLock;
import dev.jpod.host.Mounts;
import dev.jpod.host.NodeStatus;
import dev.jpod.host.OpenDirectory;
import dev.jpod.host.ProcessRunner;
import dev.jpod.model.Digest;
import dev.jpod.model.IdMappings;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Layers in which the files of an image have other owners, to lie on top of the image's own: {@code
 * shifted/<key>/diff} beside the other layers, one for each image and mapping. One is there
 * completely or not at all. They can be made again at any time, so they stay only while containers
 * were made on them.
 */
record ShiftedLayers(LayerStore layers) {
  private static final String FOLDER = "shifted";
  private static final String DIFF = "diff";
  private static final String MERGED = "merged";

  /** Of the digits of a digest: enough, and short in the options of a mount. */
  private static final int KEY_LENGTH = 32;

  /** Copies that are thrown away after a power cut need not wait for the disk one by one. */
  private static final List<String> WAYS = List.of(",volatile", "");

  /**
   * The image with one more layer, which is made when it is not there. Whoever asks has a {@link
   * ImageStore.Hold} until a container has taken note of {@link ImageRoot#shifted}.
   *
   * @param chainId of the image's highest layer
   * @throws JpodException of kind REFUSED when a file belongs to somebody who is not mapped
   */
  ImageRoot over(ImageRoot image, Digest chainId, IdMappings ids) throws IOException {
    String key = key(chainId, image.driver(), ids);
    if (!Files.isDirectory(diff(key))) {
      make(key, image, ids);
    }
    List<Path> folders = new ArrayList<>(image.layers());
    folders.addFirst(diff(key));
    List<String> links = new ArrayList<>(image.shortLayers());
    links.addFirst(FOLDER + "/" + key + "/" + DIFF);
    return new ImageRoot(image.config(), folders, image.folder(), links, image.driver(), null, key);
  }

  private static String key(Digest chainId, UnionDriver driver, IdMappings ids) {
    StringBuilder text = new StringBuilder(chainId + " " + driver.word());
    for (List<IdMappings.Range> ranges : List.of(ids.users(), ids.groups())) {
      text.append('\n');
      for (IdMappings.Range range : ranges) {
        text.append(range.inside()).append(' ').append(range.outside()).append(' ');
        text.append(range.count()).append(',');
      }
    }
    return Sha256.of(text.toString().getBytes(US_ASCII)).hex().substring(0, KEY_LENGTH);
  }

  private Path folder() {
    return layers.folder().resolve(FOLDER);
  }

  private Path diff(String key) {
    return folder().resolve(key).resolve(DIFF);
  }

  private void make(String key, ImageRoot image, IdMappings ids) throws IOException {
    Path lockFile = layers.temporary().resolve(FOLDER + "-" + key + ".lock");
    try (KernelLock _ = KernelLock.shared(layers.lockFile());
        KernelLock _ = KernelLock.exclusive(lockFile)) {
      if (!Files.isDirectory(diff(key))) {
        Path home = layers.temporary().resolve(UUID.randomUUID().toString());
        try {
          fill(home, image, ids);
          Files.createDirectories(folder());
          DurableFile.moveInto(home, folder().resolve(key));
        } catch (IOException | RuntimeException e) {
          discard(home);
          throw e;
        }
      }
      Files.deleteIfExists(lockFile);
    }
  }

  private void fill(Path home, ImageRoot image, IdMappings ids) throws IOException {
    Files.createDirectory(home);
    Path diff = Files.createDirectory(home.resolve(DIFF));
    likeRoot(diff, image.layers().getFirst());
    Files.createDirectory(home.resolve("work"));
    Files.createDirectory(home.resolve(MERGED));
    mount(home, image);
    shift(home, ids, image.driver());
    FileTree.delete(home.resolve("work"));
    FileTree.delete(home.resolve(MERGED));
    try (OpenDirectory written = OpenDirectory.open(home)) {
      written.syncFileSystem();
    }
  }

  /** What the highest layer says of the root of all files. */
  private static void likeRoot(Path diff, Path highest) throws IOException {
    NodeStatus top = NodeStatus.of(highest);
    Instant time = Files.getLastModifiedTime(highest).toInstant();
    try (OpenDirectory folder = OpenDirectory.open(diff)) {
      folder.setOwner(top.user(), top.group());
      folder.setMode(top.permissions());
      folder.setTimes(time.getEpochSecond(), time.getNano());
    }
  }

  private void mount(Path home, ImageRoot image) throws IOException {
    String place = layers.folder().relativize(home).toString();
    String options =
        "lowerdir="
            + String.join(":", image.shortLayers())
            + ",upperdir="
            + place
            + "/diff,workdir="
            + place
            + "/work"
            + image.driver().options()
            + (image.driver() == UnionDriver.OVERLAY ? ",metacopy=off,index=off" : "");
    CommandResult result = null;
    for (String way : WAYS) {
      List<String> command =
          UnionChoice.command(image.driver(), options + way, home.resolve(MERGED));
      result = new ProcessRunner().run(Command.of(command).in(image.folder()));
      if (result.succeeded()) {
        return;
      }
    }
    throw JpodException.failed(
        "the image cannot be mounted to give its files other owners: "
            + (result == null ? "" : result.complaint()),
        "what the program said tells the cause; 'jpod doctor' looks for what is missing");
  }

  /** Nobody finds the mount while it is worked on, and it is gone with whoever dies over that. */
  private void shift(Path home, IdMappings ids, UnionDriver driver) throws IOException {
    try (OpenDirectory merged = OpenDirectory.open(home.resolve(MERGED))) {
      Mounts.detachBelow(home);
      OwnerShift.apply(merged, ids, driver, layers.limits().depth());
    }
  }

  private static void discard(Path home) throws IOException {
    Mounts.detachBelow(home);
    FileTree.delete(home);
  }

  /**
   * Deletes all that no container was made on, while nobody can make one.
   *
   * @param needed the keys of the others
   * @return the bytes that this has freed
   */
  long removeAllBut(Set<String> needed) throws IOException {
    long freed = 0;
    for (Path layer : unneeded(needed)) {
      Path dead = layers.temporary().resolve(UUID.randomUUID().toString());
      freed += DiskUsage.of(layer);
      DurableFile.moveInto(layer, dead);
      FileTree.delete(dead);
    }
    return freed;
  }

  /** The bytes of all but these. */
  long sizeOfAllBut(Set<String> needed) throws IOException {
    long size = 0;
    for (Path layer : unneeded(needed)) {
      size += DiskUsage.of(layer);
    }
    return size;
  }

  private List<Path> unneeded(Set<String> needed) throws IOException {
    List<Path> unneeded = new ArrayList<>();
    if (Files.isDirectory(folder())) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(folder())) {
        for (Path layer : found) {
          if (!needed.contains(String.valueOf(layer.getFileName()))) {
            unneeded.add(layer);
          }
        }
      }
    }
    return unneeded;
  }
}
