package dev.jpod.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.jpod.host.Errno;
import dev.jpod.host.FileTree;
import dev.jpod.host.SystemCallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Unpacks tars beside a folder that must stay as it is. */
final class UnpackingCase implements AutoCloseable {
  static final UnpackLimits LIMITS = new UnpackLimits(1 << 20, 1000, 20, 16 * 1024);

  private final Path home;
  private final LayerStore layers;

  UnpackingCase() throws IOException {
    home = Files.createTempDirectory("unpacking");
    layers = new LayerStore(home.resolve("layers"), LIMITS);
    layers.create();
    Files.createDirectory(outside());
    Files.writeString(outside().resolve("secret"), "untouched");
  }

  Path outside() {
    return home.resolve("outside");
  }

  /** The root of the unpacked layer. */
  Path unpack(byte[] tar) throws IOException {
    Path blob = Files.write(home.resolve("blob"), tar);
    Map<Path, String> before = everythingElse();
    Path root =
        layers
            .unpack(LayerStore.Content.of(blob), LayerStore.End.REQUIRED)
            .folder()
            .resolve("diff");
    assertThat(everythingElse()).isEqualTo(before);
    return root;
  }

  Path unpack(TarBytes tar) throws IOException {
    return unpack(tar.finished());
  }

  /** Why the tar is refused; checks that nothing of it is left. */
  String refusal(byte[] tar) throws IOException {
    Path blob = Files.write(home.resolve("blob"), tar);
    Map<Path, String> before = everythingElse();
    Throwable refusal =
        catchThrowable(() -> layers.unpack(LayerStore.Content.of(blob), LayerStore.End.REQUIRED));
    assertThat(refusal).isInstanceOf(HostileLayerException.class);
    assertThat(layers.temporary()).isEmptyDirectory();
    assertThat(everythingElse()).isEqualTo(before);
    return String.valueOf(refusal.getMessage());
  }

  String refusal(TarBytes tar) throws IOException {
    return refusal(tar.finished());
  }

  /** Unpacks the tar, or does not; only what lies outside matters. */
  void tryToUnpack(byte[] tar) throws IOException {
    Path blob = Files.write(home.resolve("blob"), tar);
    Map<Path, String> before = everythingElse();
    try {
      layers.unpack(LayerStore.Content.of(blob), LayerStore.End.MAY_BE_MISSING);
    } catch (HostileLayerException e) {
      assertThat(layers.temporary()).isEmptyDirectory();
    } catch (SystemCallException e) {
      // an ordinary user may neither make devices nor give files away
      assertThat(e.errno()).isEqualTo(Errno.EPERM);
    }
    assertThat(everythingElse()).isEqualTo(before);
  }

  /** All that is not below the folder of unpacked layers, with its content. */
  private Map<Path, String> everythingElse() throws IOException {
    Map<Path, String> found = new TreeMap<>();
    try (Stream<Path> all = Files.walk(home)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        if (!path.startsWith(layers.temporary())) {
          found.put(path, Files.isRegularFile(path) ? Files.readString(path, ISO_8859_1) : "");
        }
      }
    }
    return found;
  }

  /** The names of all entries below a folder, relative to it, sorted. */
  static List<String> names(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(path -> !path.equals(root))
          .map(path -> root.relativize(path).toString())
          .sorted()
          .toList();
    }
  }

  @Override
  public void close() throws IOException {
    FileTree.delete(home);
  }
}
