package dev.jpod.cli;

import dev.jpod.model.Digest;
import dev.jpod.model.InstanceKey;
import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.ContainerStatus.Monitor;
import dev.jpod.observed.Health;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedContainer.Wanted;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Containers as an observation might have found them. */
final class Observations {
  static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

  private Observations() {}

  /** One that runs; its id has 64 times the digit. */
  static ObservedContainer running(char digit, InstanceKey owner) {
    return container(
        String.valueOf(digit).repeat(64),
        owner,
        new ContainerStatus.Running(4711, START, Monitor.ALIVE));
  }

  /** One that runs and belongs to no stack. */
  static ObservedContainer running(String id) {
    return container(id, null, new ContainerStatus.Running(4711, START, Monitor.ALIVE));
  }

  /** One that runs, whose health was found to be this. */
  static ObservedContainer checked(Health health, SortedMap<String, String> live) {
    return container(
        "a".repeat(64),
        null,
        new ContainerStatus.Running(4711, START, Monitor.ALIVE),
        live,
        health);
  }

  static ObservedContainer container(
      String id, @Nullable InstanceKey owner, ContainerStatus status) {
    return container(id, owner, status, new TreeMap<>(), null);
  }

  private static ObservedContainer container(
      String id,
      @Nullable InstanceKey owner,
      ContainerStatus status,
      SortedMap<String, String> live,
      @Nullable Health health) {
    return new ObservedContainer(
        id,
        owner == null ? "lonely" : owner.containerName(),
        owner,
        null,
        1,
        new TreeMap<>(),
        live,
        status,
        Digest.sha256("0".repeat(64)),
        "localhost/busybox:1",
        START,
        2,
        Wanted.RUNNING,
        health);
  }
}
