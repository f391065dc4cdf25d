package dev.jpod.apply;

import dev.jpod.Processes;
import dev.jpod.host.HostUser;
import dev.jpod.host.Mounts;
import dev.jpod.host.ProcFs;
import dev.jpod.network.InterfaceNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** All that a power cut ends: processes, mounts, links, firewall rules, control groups. */
final class PowerCut {
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

  private PowerCut() {}

  /** Ends what a store has in the kernel, and nothing else; then a new boot begins. */
  static void of(Store store) throws IOException, InterruptedException {
    store.remember();
    endMonitors(store);
    endInControlGroups(store);
    InterfaceNames names = InterfaceNames.of(store.layout().root());
    for (String name : HostNetwork.of(store)) {
      if (names.isBridge(name) || names.isLink(name)) {
        new ProcessBuilder("ip", "link", "delete", name).start().waitFor();
      }
    }
    for (String table : List.of(names.table(), names.table() + "_names")) {
      new ProcessBuilder("nft", "delete", "table", "inet", table).start().waitFor();
    }
    Mounts.detachBelow(store.folder());
    removeControlGroups(store);
    Files.writeString(store.layout().bootId(), UUID.randomUUID() + "\n");
  }

  /** Monitors and name servers name the store. */
  private static void endMonitors(Store store) throws IOException, InterruptedException {
    for (String process : Processes.naming(store.folder())) {
      end(Long.parseLong(process.substring(0, process.indexOf(' '))));
    }
  }

  private static void end(long pid) throws InterruptedException {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    while (ProcFs.startTicks(pid) != 0) {
      Thread.sleep(5);
    }
  }

  private static void endInControlGroups(Store store) throws IOException, InterruptedException {
    for (String pid : Store.entries(Path.of("/proc"))) {
      if (pid.matches("[0-9]+") && isOf(store, Path.of("/proc", pid, "cgroup"))) {
        end(Long.parseLong(pid));
      }
    }
  }

  private static boolean isOf(Store store, Path file) {
    try {
      String cgroups = Files.readString(file, StandardCharsets.ISO_8859_1);
      return store.knownIds().stream().anyMatch(cgroups::contains);
    } catch (IOException gone) {
      return false;
    }
  }

  private static void removeControlGroups(Store store) throws IOException {
    Set<String> hierarchies = Store.entries(CGROUPS);
    hierarchies.add("");
    String delegated = "user-" + HostUser.ofProcess().id() + "/jpod";
    for (String hierarchy : hierarchies) {
      for (String parent : List.of("jpod", delegated)) {
        for (String id : store.knownIds()) {
          Path cgroup = CGROUPS.resolve(hierarchy).resolve(parent).resolve(id);
          if (Files.isDirectory(cgroup)) {
            removeFolders(cgroup);
          }
        }
      }
    }
  }

  private static void removeFolders(Path top) throws IOException {
    try (Stream<Path> below = Files.walk(top)) {
      for (Path folder :
          below.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(folder);
      }
    }
  }
}
