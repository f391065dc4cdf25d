package dev.jpod.image;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.jpod.host.Command;
import dev.jpod.host.FileTree;
import dev.jpod.host.OverlayMarks;
import dev.jpod.host.ProcessRunner;
import dev.jpod.host.Programs;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of all layers of an image, copied into one folder as overlayfs would show them. No link
 * of a lower layer is followed for what a higher one says.
 */
public final class FlatImage {
  private final Path target;

  private FlatImage(Path target) {
    this.target = target;
  }

  /**
   * Copies them, with modes, attributes and the owners that they are to have, into an empty folder
   * that nobody else changes.
   */
  public static void copy(ImageRoot image, Path target) throws IOException {
    FlatImage flat = new FlatImage(target);
    for (Path layer : image.layers().reversed()) {
      flat.add(layer.toRealPath());
    }
    if (image.owners() != null) {
      OwnerShift.apply(target, image.owners(), UnionDriver.COPY, UnpackLimits.GENEROUS.depth());
    }
  }

  private void add(Path layer) throws IOException {
    List<Path> removed = new ArrayList<>();
    Files.walkFileTree(
        layer,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Path place = target.resolve(layer.relativize(folder));
            boolean hides = OverlayMarks.isOpaque(folder);
            if (!folder.equals(layer) && (hides || !Files.isDirectory(place, NOFOLLOW_LINKS))) {
              FileTree.delete(place);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path place = target.resolve(layer.relativize(file));
            FileTree.delete(place);
            if (attributes.isOther() && isWhiteout(file)) {
              removed.add(place);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    new ProcessRunner()
        .require(
            Command.of(
                List.of(
                    Programs.ofHost().require("cp").toString(),
                    "-a",
                    "--no-target-directory",
                    "--",
                    layer.toString(),
                    target.toString())),
            "copying a layer to '" + target + "'");
    for (Path place : removed) {
      Path folder = place.resolveSibling(".");
      FileTime time = Files.getLastModifiedTime(folder);
      Files.delete(place);
      Files.setLastModifiedTime(folder, time);
    }
  }

  /** A character device 0:0. */
  private static boolean isWhiteout(Path file) throws IOException {
    return ((int) Files.getAttribute(file, "unix:mode", NOFOLLOW_LINKS) & 0170000) == 0020000
        && (long) Files.getAttribute(file, "unix:rdev", NOFOLLOW_LINKS) == 0;
  }
}
