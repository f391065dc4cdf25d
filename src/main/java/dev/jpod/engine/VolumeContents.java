package dev.jpod.engine;

import dev.jpod.host.Command;
import dev.jpod.host.FileTree;
import dev.jpod.host.Mounts;
import dev.jpod.host.ProcessRunner;
import dev.jpod.host.Programs;
import dev.jpod.host.RecordLock;
import dev.jpod.image.FlatImage;
import dev.jpod.image.ImageRoot;
import dev.jpod.image.UnionChoice;
import dev.jpod.image.UnionDriver;
import dev.jpod.model.IdMappings;
import dev.jpod.store.DiskFailure;
import dev.jpod.store.VolumeIds;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** Gives a new volume what the image has at the place where it is first mounted. */
final class VolumeContents {
  private final Programs programs;
  private final ProcessRunner runner;
  private final VolumeIds ids;

  VolumeContents(Programs programs, ProcessRunner runner, VolumeIds ids) {
    this.ids = ids;
    this.programs = programs;
    this.runner = runner;
  }

  /**
   * Copies the image's folder into an empty volume, with owners, modes and extended attributes. A
   * copy that a crash cut short is done again. Containers that use the volume already may put links
   * into it at any time: the copy is made beside their reach and then moved in, which follows none.
   *
   * <p>Where the image has no such folder, the volume belongs to the root of the pod.
   *
   * @param volume the volume's folder, in which {@code data} lies
   */
  void fill(Path volume, String target, ImageRoot image, ContainerFiles files, Owners owners) {
    Path data = volume.resolve("data");
    Path filling = volume.resolve("filling");
    try (RecordLock _ = RecordLock.exclusive(volume.resolve("lock"))) {
      if (!isEmpty(data) && !Files.exists(filling)) {
        return;
      }
      note(volume, owners);
      String folder = new ImageView(image.layers()).folder(target);
      if (folder == null) {
        owners.giveUnlessOwned(data);
        return;
      }
      FileTree.delete(filling);
      Files.createDirectory(filling);
      copy(image, folder, filling, files);
      moveIn(filling, data);
      FileTree.delete(filling);
    } catch (IOException e) {
      throw DiskFailure.of(e, data, "be filled from the image");
    }
  }

  /** Pods that come later get the same ids, and others get others. */
  private void note(Path volume, Owners owners) {
    String name = String.valueOf(volume.getFileName());
    IdMappings owner = owners.ids();
    if (owner != null && !owners.haveJpod() && ids.find(name) == null) {
      ids.save(name, owner);
    }
  }

  private void copy(ImageRoot image, String folder, Path data, ContainerFiles files)
      throws IOException {
    if (image.layers().size() == 1 && image.owners() == null) {
      copy(image.layers().getFirst() + folder, data);
      return;
    }
    Path whole = Files.createDirectories(files.run().resolve("image"));
    try {
      if (image.driver() == UnionDriver.COPY) {
        FlatImage.copy(image, whole);
      } else {
        String options =
            "ro,lowerdir=" + String.join(":", image.shortLayers()) + image.driver().options();
        runner.require(
            Command.of(UnionChoice.command(image.driver(), options, whole)).in(image.folder()),
            "mounting the image to fill a volume");
      }
      copy(whole + folder, data);
    } finally {
      Mounts.detachBelow(whole);
      FileTree.delete(whole);
    }
  }

  /** The copy ends with this process: it must not go on beside the one of the next run. */
  private void copy(String from, Path to) {
    runner.require(
        Command.of(
            List.of(
                programs.require("setpriv").toString(),
                "--pdeathsig",
                "KILL",
                programs.require("cp").toString(),
                "-a",
                "--",
                from + "/.",
                to.toString())),
        "filling the volume at '" + to + "'");
  }

  private void moveIn(Path filling, Path data) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(filling)) {
      for (Path entry : entries) {
        Path place = data.resolve(entry.getFileName());
        if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
          Files.move(entry, place);
        }
      }
    }
    try (DirectoryStream<Path> left = Files.newDirectoryStream(filling)) {
      for (Path entry : left) {
        FileTree.delete(entry);
      }
    }
    // What is left is the folder itself, with its owner, mode and extended attributes.
    copy(filling.toString(), data);
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      return !entries.iterator().hasNext();
    }
  }
}
