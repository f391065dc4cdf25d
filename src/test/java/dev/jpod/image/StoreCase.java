package dev.jpod.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jpod.model.JpodException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A store in a folder of its own, and what lies in it. */
public final class StoreCase {
  private final Path root;
  private final ImageStore store;

  public StoreCase(Path root) {
    this.root = root;
    this.store =
        ImageStore.open(
            root, new UnpackLimits(4 << 20, 1000, 20, 16 * 1024), UnionChoice.ofProcess());
  }

  public ImageStore store() {
    return store;
  }

  public Path images() {
    return root.resolve("images");
  }

  public Path layers() {
    return root.resolve("layers");
  }

  public List<Image> load(byte[] archive) {
    return store.load(new ByteArrayInputStream(archive));
  }

  /** How a load is refused; checks that the store stays as it was. */
  public JpodException refusal(byte[] archive) throws IOException {
    store.list();
    Map<Path, String> before = content();
    JpodException refusal = catchThrowableOfType(JpodException.class, () -> load(archive));
    assertThat(refusal).isNotNull();
    assertThat(content()).isEqualTo(before);
    return refusal;
  }

  /** All that a later run could see: not the lock files and empty folders. */
  public Map<Path, String> content() throws IOException {
    Map<Path, String> found = new TreeMap<>();
    try (Stream<Path> all = Files.exists(root) ? Files.walk(root) : Stream.empty()) {
      for (Path path : (Iterable<Path>) all::iterator) {
        if (Files.isSymbolicLink(path)) {
          found.put(path, Files.readSymbolicLink(path).toString());
        } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
            && !isPartOfTheFrame(path)) {
          found.put(path, Sha256.of(Files.readAllBytes(path)).value());
        }
      }
    }
    return found;
  }

  private static boolean isPartOfTheFrame(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.endsWith("lock") || name.equals("hold") || name.equals("oci-layout");
  }

  /** The names in a folder of the store, sorted. */
  public static List<String> names(Path folder) throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      return found.map(path -> String.valueOf(path.getFileName())).sorted().toList();
    }
  }
}
