package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.Processes;
import dev.jpod.host.HostUser;
import dev.jpod.host.ProcFs;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the containers of a store are to the host: mounts below its folder, control groups, programs
 * that name the store, folders, links and tables of firewall rules. Monitors need a moment to go
 * after their container.
 */
record Footprint(
    Set<String> mounts,
    Set<String> cgroups,
    Set<String> processes,
    Set<String> folders,
    Set<String> network) {
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  static Footprint of(Store store) throws IOException {
    store.remember();
    Set<String> mounts = new TreeSet<>();
    ProcFs.mountsBelow(store.folder()).forEach(mount -> mounts.add(mount.toString()));
    Set<String> folders = new TreeSet<>();
    Path runroot = store.layout().runroot();
    for (Path folder :
        new Path[] {
          store.layout().containers(),
          store.layout().pods(),
          store.layout().networks(),
          runroot.resolve("containers"),
          runroot.resolve("pods"),
          runroot.resolve("runtime/runc"),
          runroot.resolve("runtime/crun")
        }) {
      Store.entries(folder).forEach(name -> folders.add(folder.resolve(name).toString()));
    }
    return new Footprint(
        mounts, cgroups(store), Processes.naming(store.folder()), folders, HostNetwork.of(store));
  }

  private static Set<String> cgroups(Store store) throws IOException {
    Set<String> found = new TreeSet<>();
    Path mount = Path.of("/sys/fs/cgroup");
    String delegated = "user-" + HostUser.ofProcess().id() + "/jpod";
    try (DirectoryStream<Path> hierarchies = Files.newDirectoryStream(mount, Files::isDirectory)) {
      for (Path hierarchy : hierarchies) {
        collect(hierarchy.resolve("jpod"), store, found);
        collect(hierarchy.resolve(delegated), store, found);
      }
    }
    collect(mount.resolve("jpod"), store, found);
    return found;
  }

  private static void collect(Path parent, Store store, Set<String> found) {
    for (String id : store.knownIds()) {
      if (Files.exists(parent.resolve(id))) {
        found.add(parent.resolve(id).toString());
      }
    }
  }

  boolean isNothing() {
    return mounts.isEmpty()
        && cgroups.isEmpty()
        && processes.isEmpty()
        && folders.isEmpty()
        && network.isEmpty();
  }

  /** Nothing of a store's containers may be left. */
  static void awaitNothing(Store store) throws IOException, InterruptedException {
    long until = System.nanoTime() + PATIENCE_NANOS;
    Footprint left = of(store);
    while (!left.isNothing() && System.nanoTime() < until) {
      Thread.sleep(20);
      left = of(store);
    }
    assertThat(left).matches(Footprint::isNothing, "nothing left");
  }
}
