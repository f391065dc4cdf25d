package dev.jpod.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.host.EntryStatus;
import dev.jpod.host.OpenDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeCensusTests {
  private static final int DEPTH = 3;

  @TempDir Path tree;

  @BeforeEach
  void makeFiles() throws IOException {
    Files.createDirectories(tree.resolve("a/b"));
    Files.writeString(tree.resolve("alone"), "alone");
    Files.writeString(tree.resolve("a/one"), "shared");
    Files.createLink(tree.resolve("a/b/two"), tree.resolve("a/one"));
    Files.createLink(tree.resolve("three"), tree.resolve("a/one"));
  }

  private static byte[] name(String text) {
    return text.getBytes(UTF_8);
  }

  private static EntryStatus status(OpenDirectory folder, String name) throws IOException {
    return requireNonNull(folder.status(name(name)));
  }

  private Object inode(String name) throws IOException {
    return Files.getAttribute(tree.resolve(name), "unix:ino");
  }

  @Test
  void aFileIsChangedOnceWhileItHasOneNameAndGetsTheOthersBack() throws IOException {
    List<Integer> links = new ArrayList<>();
    try (OpenDirectory root = OpenDirectory.open(tree)) {
      TreeCensus census = TreeCensus.below(root, UnionDriver.COPY, DEPTH);

      boolean changed =
          census.changeOnce(
              status(root, "three"),
              (folder, name, status) -> {
                links.add(requireNonNull(folder.status(name)).links());
                folder.unlink(name);
                folder.createFile(name, 0600).close();
              });

      assertThat(changed).isTrue();
      assertThat(census.isDone(status(root, "three"))).isTrue();
      assertThat(census.changeOnce(status(root, "three"), (_, _, _) -> links.add(0))).isFalse();
    }
    assertThat(links).containsExactly(1);
    assertThat(List.of(inode("a/b/two"), inode("three"))).containsOnly(inode("a/one"));
    assertThat(tree.resolve("three")).isEmptyFile();
  }

  @Test
  void aFileOfOneNameIsLeftToOthers() throws IOException {
    try (OpenDirectory root = OpenDirectory.open(tree)) {
      for (UnionDriver driver : UnionDriver.values()) {
        TreeCensus census = TreeCensus.below(root, driver, DEPTH);

        assertThat(census.isDone(status(root, "alone"))).isFalse();
        assertThat(census.changeOnce(status(root, "alone"), (_, _, _) -> {})).isFalse();
      }
    }
  }

  @Test
  void timesOfFoldersAreKnownAfterTheyHaveChanged() throws IOException {
    try (OpenDirectory root = OpenDirectory.open(tree)) {
      long before = status(root, "a").seconds();
      TreeCensus census = TreeCensus.below(root, UnionDriver.COPY, DEPTH);

      try (OpenDirectory folder = root.openDirectory(name("a"))) {
        folder.setTimes(1, 0);
      }

      assertThat(status(root, "a").seconds()).isEqualTo(1);
      assertThat(census.before(status(root, "a")).seconds()).isEqualTo(before);
    }
  }

  @Test
  void aTreeThatIsTooDeepIsRefused() throws IOException {
    Files.createDirectories(tree.resolve("1/2/3"));
    try (OpenDirectory root = OpenDirectory.open(tree)) {
      TreeCensus.below(root, UnionDriver.COPY, DEPTH);
      Files.createDirectory(tree.resolve("1/2/3/4"));

      assertThatThrownBy(() -> TreeCensus.below(root, UnionDriver.COPY, DEPTH))
          .isInstanceOf(HostileLayerException.class)
          .hasMessageContaining("3 deep");
    }
  }
}
