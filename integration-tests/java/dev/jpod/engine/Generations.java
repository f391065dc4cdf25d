package dev.jpod.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.diff.Desired;
import dev.jpod.diff.Expansion;
import dev.jpod.diff.FixedResolution;
import dev.jpod.manifest.ManifestText;
import dev.jpod.manifest.StackReader;
import dev.jpod.manifest.Variables;
import dev.jpod.model.Instance;
import dev.jpod.model.PodInstance;
import dev.jpod.model.Stack;
import dev.jpod.observed.ObservedPod;
import dev.jpod.store.PodRecord;
import dev.jpod.store.PodRecords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Pods of a stack, one generation after the other, by the steps that a plan takes. */
final class Generations implements AutoCloseable {
  final EngineRig rig;
  final Pods pods;
  private final Desired desired;
  private final Map<String, List<String>> containers = new LinkedHashMap<>();
  private int made;

  Generations(String stackFile) throws IOException {
    rig = new EngineRig();
    pods = rig.engine.pods();
    Stack stack =
        StackReader.read(
                List.of(new ManifestText("stack.yaml", rig.folder.toString(), stackFile)),
                Variables.NONE)
            .stack();
    desired = Expansion.of(stack, new FixedResolution(stack, Map.of()));
    desired
        .networks()
        .forEach((name, spec) -> rig.engine.networks().create(name, stack.name(), spec));
  }

  /** Makes a pod and starts its containers; the id of the pod. */
  String start(String pod, @Nullable String from) {
    String id = make(pod, from);
    pods.raise(id);
    run(pod, id);
    return id;
  }

  /** Makes a pod without raising it. */
  String make(String pod, @Nullable String from) {
    String id = EngineRig.newId();
    containers.put(id, new ArrayList<>());
    made++;
    pods.create(
        new PodRequest(
            id, instance(pod), made, new TreeMap<>(), KeptAddresses.NONE, List.of(), "runc", from));
    return id;
  }

  PodInstance instance(String pod) {
    return desired.pods().stream()
        .filter(each -> each.pod().name().equals(pod))
        .findFirst()
        .orElseThrow();
  }

  /** Makes and starts the containers of a pod. */
  void run(String pod, String id) {
    for (Instance instance : desired.instances()) {
      if (instance.pod().name().equals(pod)) {
        String container = EngineRig.newId();
        containersOf(id).add(container);
        rig.removeAtEnd(container);
        rig.containers.create(
            new ContainerRequest(container, instance, id, made, new TreeMap<>(), "runc"));
        rig.containers.start(container);
      }
    }
  }

  private List<String> containersOf(String pod) {
    return containers.computeIfAbsent(pod, _ -> new ArrayList<>());
  }

  /** The first container of a pod. */
  String container(String pod) {
    return containersOf(pod).getFirst();
  }

  /** Stops a pod's containers and removes all of it. */
  void remove(String pod) {
    for (String container : containers.getOrDefault(pod, List.of())) {
      rig.containers.remove(container, RemovalMode.STOP_FIRST);
    }
    pods.remove(pod);
    containers.remove(pod);
  }

  PodRecord record(String pod) {
    return new PodRecords(rig.layout).require(pod);
  }

  ObservedPod observed(String pod) {
    return rig.observer.observe().pods().stream()
        .filter(each -> each.id().equals(pod))
        .findFirst()
        .orElseThrow();
  }

  String address(String pod) {
    return record(pod).endpoints().getFirst().addresses().getFirst();
  }

  /** The network namespace of a pod. */
  Path namespace(String pod) {
    return rig.layout.podRun(pod).resolve("ns/net");
  }

  /** What a shell says within a pod, in its network and with its resolver; its exit code last. */
  String in(String pod, String script) {
    Path resolver = rig.layout.pod(pod).resolve("files/resolv.conf");
    return sh(
        "nsenter --net="
            + namespace(pod)
            + " unshare --mount sh -c 'mount --bind "
            + resolver
            + " $(readlink -f /etc/resolv.conf) && exec sh -c \"$1\"' sh '"
            + script.replace("'", "'\\''")
            + "'");
  }

  /** What a shell on the host says; its exit code comes last unless it is 0. */
  static String sh(String script) {
    try {
      Process process = new ProcessBuilder("sh", "-c", script).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      return code == 0 ? said : said + "[exit code " + code + "]";
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    for (String pod : List.copyOf(containers.keySet()).reversed()) {
      for (String container : containersOf(pod)) {
        rig.containers.remove(container, RemovalMode.KILL_FIRST);
      }
      pods.remove(pod);
    }
    String tag = rig.workshop.room().names().tag();
    String left = sh("ls /sys/class/net | grep jp" + tag + "; nft list tables | grep " + tag);
    boolean rest = Files.exists(rig.layout.networkRun());
    rig.close();
    assertThat(left).isEqualTo("[exit code 1]");
    assertThat(rest).isFalse();
  }
}
