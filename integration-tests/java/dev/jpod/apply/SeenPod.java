package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.host.HostUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * A pod as the host has it, found without jpod.
 *
 * @param infra the process that holds its namespaces; 0 for none
 */
record SeenPod(String id, String name, long infra) {

  static SeenPod of(Store store, String name) throws IOException {
    Set<String> ids = new TreeSet<>();
    for (String id : Store.entries(store.layout().pods())) {
      Path file = store.layout().pod(id).resolve("record.json");
      if (Store.json(file).get("name").asString().equals(name)) {
        ids.add(id);
      }
    }
    assertThat(ids).as(name).hasSize(1);
    String id = ids.iterator().next();
    return new SeenPod(id, name, infra(store, id));
  }

  private static long infra(Store store, String id) throws IOException {
    Path state = store.layout().runtimeState("runc").resolve(id).resolve("state.json");
    if (!Files.exists(state)) {
      return 0;
    }
    JsonNode runtime = Store.json(state);
    return runtime.path("init_process_pid").asLong(0);
  }

  /** The namespace of a kind that a process is in, as the kernel calls it. */
  static String namespace(long pid, String kind) throws IOException {
    return Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/" + kind)).toString();
  }

  /** The control group of a process, in each of the hierarchies that this user has a part of. */
  static Set<String> cgroups(long pid) throws IOException {
    Set<String> paths = new TreeSet<>();
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/cgroup"))) {
      paths.add(line.substring(line.lastIndexOf(':') + 1));
    }
    if (!HostUser.ofProcess().isRoot()) {
      paths.remove("/");
    }
    return paths;
  }
}
