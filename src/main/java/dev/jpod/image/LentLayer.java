package dev.jpod.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An unpacked layer of another program's store, which an image of jpod's uses where it is.
 *
 * @param folder with the layer's files, in the form that the kernel's overlay file system takes
 * @param packing the file that says how the layer's tar was made of them; need not be there
 */
public record LentLayer(Path folder, Path packing, Coverage coverage) {
  /** What shows of lower layers. */
  public enum Coverage {
    /** What the layer has, and what it does not hide of the lower ones. */
    ADDS,
    /** The layer's folder has all that shows. */
    HIDES_ALL_LOWER
  }

  /**
   * What tells in the folder of a layer that it is lent: links, which nothing that removes the
   * layer follows.
   */
  record Place(Path layer) {
    private static final String DIFF = "diff";
    private static final String PACKING = "packing";

    boolean isLent() {
      return Files.isSymbolicLink(layer.resolve(DIFF));
    }

    /** Where the layer's files lie themselves. */
    Path files() throws IOException {
      Path diff = layer.resolve(DIFF);
      return isLent() ? Files.readSymbolicLink(diff) : diff;
    }

    /** The file that says how the layer's tar was made; null when nobody has said where it is. */
    @Nullable Path packing() throws IOException {
      Path link = layer.resolve(PACKING);
      return Files.isSymbolicLink(link) ? Files.readSymbolicLink(link) : null;
    }

    boolean isLentAs(LentLayer lent) throws IOException {
      return isLent() && files().equals(lent.folder()) && lent.packing().equals(packing());
    }

    /** Makes the links in a new folder. */
    void fill(LentLayer lent) throws IOException {
      Files.createSymbolicLink(layer.resolve(DIFF), lent.folder());
      Files.createSymbolicLink(layer.resolve(PACKING), lent.packing());
    }

    /** Says of a layer of our own how its tar was made, whatever was said before. */
    void setPacking(Path packing) throws IOException {
      if (!packing.equals(packing())) {
        Path fresh = layer.resolve(PACKING + "-" + UUID.randomUUID());
        Files.createSymbolicLink(fresh, packing);
        Files.move(fresh, layer.resolve(PACKING), StandardCopyOption.ATOMIC_MOVE);
      }
    }

    /** Hands on what is known of the tar to the folder that takes this one's place. */
    void keepPacking(Path next) throws IOException {
      Path packing = packing();
      if (packing != null) {
        new Place(next).setPacking(packing);
      }
    }
  }
}
