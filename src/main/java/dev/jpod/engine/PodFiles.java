package dev.jpod.engine;

import dev.jpod.model.Pod.Namespace;
import dev.jpod.store.StoreLayout;
import java.nio.file.Path;
import java.util.Locale;

/** The files of one pod. */
record PodFiles(StoreLayout layout, String id) {
  static final String LOWERED = "lowered\n";

  /** The record, and what the pod's containers see; outlives a reboot. */
  Path folder() {
    return layout.pod(id);
  }

  /** Where hosts, resolv.conf and hostname lie. */
  Path files() {
    return folder().resolve("files");
  }

  /** The bundle of the infra process. */
  Path infra() {
    return folder().resolve("infra");
  }

  /** What is there only while the pod is up. */
  Path run() {
    return layout.podRun(id);
  }

  /** Guards all of the pod. */
  Path lock() {
    return folder().resolve("lock");
  }

  /** There when all of the pod was raised, in this boot; holds nothing. */
  Path up() {
    return run().resolve("up");
  }

  /** There when all of it was raised once; says {@link #LOWERED} when it was lowered after that. */
  Path raised() {
    return folder().resolve("raised");
  }

  /** Where namespaces are pinned. */
  Path namespaces() {
    return run().resolve("ns");
  }

  /** Where the user namespace is pinned, if the pod has one of its own. */
  Path userNamespace() {
    return namespaces().resolve("user");
  }

  /** Where a namespace is pinned. */
  Path namespace(Namespace namespace) {
    return namespaces().resolve(namespace.name().toLowerCase(Locale.ROOT));
  }

  /** The file system in memory that the containers have as /dev/shm. */
  Path sharedMemory() {
    return run().resolve("shm");
  }

  /** The process id and start time of the infra process. */
  Path infraProcess() {
    return run().resolve("infra");
  }
}
