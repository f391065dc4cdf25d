package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Folders of a user's own in every hierarchy of version 1 of the cgroups, as an administrator makes
 * them; they have to be empty at the end.
 */
final class DelegatedCgroups implements AutoCloseable {
  private static final Path MOUNT = Path.of("/sys/fs/cgroup");

  private final OrdinaryUser user;
  private final List<Path> folders = new ArrayList<>();

  private DelegatedCgroups(OrdinaryUser user) {
    this.user = user;
  }

  static DelegatedCgroups to(OrdinaryUser user) throws IOException, InterruptedException {
    DelegatedCgroups delegated = new DelegatedCgroups(user);
    try (DirectoryStream<Path> hierarchies = Files.newDirectoryStream(MOUNT)) {
      for (Path hierarchy : hierarchies) {
        if (!Files.isSymbolicLink(hierarchy)
            && Files.exists(hierarchy.resolve("cgroup.procs"))
            && !Files.exists(hierarchy.resolve("cgroup.controllers"))) {
          delegated.add(hierarchy);
        }
      }
    }
    assertThat(delegated.folders).as("hierarchies of version 1").isNotEmpty();
    return delegated;
  }

  private void add(Path hierarchy) throws IOException, InterruptedException {
    Path folder = Files.createDirectory(hierarchy.resolve("user-" + user.id()));
    folders.add(folder);
    for (String file : List.of("cpuset.cpus", "cpuset.mems")) {
      if (Files.exists(folder.resolve(file))) {
        Files.write(folder.resolve(file), Files.readAllBytes(hierarchy.resolve(file)));
      }
    }
    OrdinaryUser.asRoot(List.of("chown", "-R", user.id() + ":" + user.id(), folder.toString()))
        .well();
  }

  /** The content of a file of a container's cgroup, or of a pod's. */
  String read(String controller, String cgroup, String file) throws IOException {
    Path folder = MOUNT.resolve(controller).resolve("user-" + user.id() + "/jpod").resolve(cgroup);
    return Files.readString(folder.resolve(file)).strip();
  }

  /** The cgroups of containers and pods that there are, in all hierarchies. */
  List<Path> below() throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path folder : folders) {
      try (Stream<Path> all = Files.walk(folder)) {
        all.filter(Files::isDirectory)
            .filter(each -> each.getNameCount() > folder.getNameCount() + 1)
            .forEach(found::add);
      }
    }
    return found;
  }

  @Override
  public void close() throws IOException {
    for (Path folder : folders) {
      for (Path each : List.of(folder.resolve("jpod/monitors"), folder.resolve("jpod"), folder)) {
        Files.deleteIfExists(each);
      }
    }
  }
}
