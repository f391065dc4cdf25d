package dev.jpod.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTests {
  private static final byte[] NAME = {'d'};

  @TempDir Path folder;

  @Test
  void deletesATreeButNotWhatItsLinksPointTo() throws IOException {
    Path kept = Files.writeString(folder.resolve("kept"), "content");
    Path tree = folder.resolve("tree");
    Files.createDirectories(tree.resolve("a/b"));
    Files.writeString(tree.resolve("a/b/file"), "x");
    Files.createSymbolicLink(tree.resolve("a/up"), folder);
    Files.createSymbolicLink(tree.resolve("file"), kept);

    FileTree.delete(tree);

    assertThat(tree).doesNotExist();
    assertThat(kept).hasContent("content");
  }

  @Test
  void deletesALinkAndNotTheFolderBehindIt() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);

    FileTree.delete(link);

    assertThat(Files.isSymbolicLink(link)).isFalse();
    assertThat(real).isDirectory();
  }

  @Test
  void deletesATreeDeeperThanAPathMayBeLong() throws IOException {
    Path tree = Files.createDirectory(folder.resolve("tree"));
    try (OpenDirectory top = OpenDirectory.open(tree)) {
      nest(top, 3000);
    }

    FileTree.delete(tree);

    assertThat(tree).doesNotExist();
  }

  private static void nest(OpenDirectory parent, int levels) throws IOException {
    OpenDirectory current = parent;
    for (int level = 0; level < levels; level++) {
      current.makeDirectory(NAME, 0700);
      OpenDirectory child = current.openDirectory(NAME);
      if (current != parent) {
        current.close();
      }
      current = child;
    }
    current.close();
  }

  @Test
  void nothingThereIsFine() throws IOException {
    FileTree.delete(folder.resolve("nothing"));

    assertThat(folder).isEmptyDirectory();
  }
}
