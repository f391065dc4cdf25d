package dev.jpod.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a folder that looks like the kernel's, but keeps what is written as it is. */
class NewCgroupsTests {
  @TempDir private Path mount;

  @Test
  void versionTwoPassesOnWhatThereIsAndWasNotPassedOnYet() throws IOException {
    Path parent = Files.createDirectory(mount.resolve("jpod"));
    file(mount, "cgroup.controllers", "io hugetlb pids\n");
    file(mount, "cgroup.subtree_control", "io\n");
    file(parent, "cgroup.controllers", "memory\n");
    file(parent, "cgroup.subtree_control", "\n");

    NewCgroups.ofVersion2(mount, "", "/jpod/pod");

    assertThat(parent.resolve("pod")).isDirectory();
    assertThat(mount.resolve("cgroup.subtree_control")).hasContent("+pids");
    assertThat(parent.resolve("cgroup.subtree_control")).hasContent("+memory");
  }

  @Test
  void versionTwoWithoutControllersIsLeftAsItIs() throws IOException {
    file(mount, "cgroup.controllers", "hugetlb\n");
    file(mount, "cgroup.subtree_control", "hugetlb\n");

    NewCgroups.ofVersion2(mount, "", "/jpod/pod");

    assertThat(mount.resolve("jpod/pod")).isDirectory();
    assertThat(mount.resolve("cgroup.subtree_control")).hasContent("hugetlb");
  }

  @Test
  void versionOneTakesProcessorsFromAboveInEveryHierarchyThatThereIs() throws IOException {
    Path cpuset = Files.createDirectories(mount.resolve("cpuset"));
    Files.createDirectory(mount.resolve("memory"));
    file(cpuset, "cpuset.cpus", "0-3\n");
    file(cpuset, "cpuset.mems", "0\n");
    for (String folder : new String[] {"jpod", "jpod/pod"}) {
      Path child = Files.createDirectories(cpuset.resolve(folder));
      file(child, "cpuset.cpus", "\n");
      file(child, "cpuset.mems", "\n");
    }

    NewCgroups.ofVersion1(mount, "", "/jpod/pod");

    assertThat(cpuset.resolve("jpod/pod/cpuset.cpus")).hasContent("0-3");
    assertThat(cpuset.resolve("jpod/pod/cpuset.mems")).hasContent("0");
    assertThat(mount.resolve("memory/jpod/pod")).isDirectory();
    assertThat(mount.resolve("pids")).doesNotExist();
  }

  private static void file(Path folder, String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }
}
