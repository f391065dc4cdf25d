package dev.jpod.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.Failure;
import dev.jpod.model.IdMappings;
import dev.jpod.model.IdMappings.Range;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What needs no other user than the one who runs the tests. */
class OwnerShiftTests {
  private static final int DEPTH = 8;

  @TempDir Path tree;
  private long user;
  private long group;

  @BeforeEach
  void makeFiles() throws IOException {
    Files.createDirectories(tree.resolve("a/b"));
    Files.writeString(tree.resolve("a/b/line\nfeed"), "x");
    Files.createSymbolicLink(tree.resolve("a/dangling"), Path.of("/nowhere"));
    user = ((Number) Files.getAttribute(tree, "unix:uid")).longValue();
    group = ((Number) Files.getAttribute(tree, "unix:gid")).longValue();
  }

  private void shift(long users, long groups) throws IOException {
    IdMappings ids =
        new IdMappings(List.of(new Range(users, users, 1)), List.of(new Range(groups, groups, 1)));
    OwnerShift.apply(tree, ids, UnionDriver.COPY, DEPTH);
  }

  @Test
  void whoIsTheSameKeepsAllAndFoldersKeepTheirTimes() throws IOException {
    FileTime past = FileTime.from(Instant.ofEpochSecond(1_000_000_000, 123_456_789));
    Files.setLastModifiedTime(tree.resolve("a"), past);

    shift(user, group);

    assertThat(Files.getLastModifiedTime(tree.resolve("a"))).isEqualTo(past);
    assertThat(tree.resolve("a/b/line\nfeed")).hasContent("x");
    assertThat(Files.readSymbolicLink(tree.resolve("a/dangling"))).hasToString("/nowhere");
  }

  @Test
  void anOwnerWhoIsNotMappedIsNamedWithHisFile() {
    assertThatThrownBy(() -> shift(user + 1, group))
        .hasMessage(
            "'/' belongs to user " + user + ", which is not in the user namespace that it is for")
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.REFUSED));
    assertThatThrownBy(() -> shift(user, group + 1)).hasMessageContaining("group " + group);
  }
}
