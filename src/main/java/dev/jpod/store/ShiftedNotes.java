package dev.jpod.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Which layers with other owners containers were made on: a link in the folder of each such
 * container. It is on disk no later than the container's record, and goes with the container.
 */
public record ShiftedNotes(StoreLayout layout) {
  private static final String NOTE = "shifted";

  /** Notes in the folder of a new container the layer that it is made on. */
  public void put(String container, String key) throws IOException {
    Files.createSymbolicLink(
        layout.container(container).resolve(NOTE), Path.of("..", "..", "layers", NOTE, key));
  }

  /** The layers of all containers, those included that are just being made or removed. */
  public Set<String> all() {
    Set<String> keys = new HashSet<>();
    try (DirectoryStream<Path> containers = Files.newDirectoryStream(layout.containers())) {
      for (Path container : containers) {
        add(container.resolve(NOTE), keys);
      }
    } catch (NoSuchFileException e) {
      return keys;
    } catch (IOException e) {
      throw DiskFailure.of(e, layout.containers(), "be read");
    }
    return keys;
  }

  private static void add(Path note, Set<String> keys) throws IOException {
    try {
      keys.add(String.valueOf(Files.readSymbolicLink(note).getFileName()));
    } catch (NoSuchFileException | NotLinkException e) {
      return;
    }
  }
}
