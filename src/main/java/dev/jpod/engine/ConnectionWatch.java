package dev.jpod.engine;

import dev.jpod.engine.Vitals.Identity;
import dev.jpod.host.PinnedNamespace;
import dev.jpod.model.JpodException;
import dev.jpod.model.Pod.Namespace;
import dev.jpod.model.PortMapping;
import dev.jpod.model.PortMapping.Protocol;
import dev.jpod.network.OpenConnections;
import dev.jpod.store.ContainerRecord;
import dev.jpod.store.PodRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits until a pod's connections have ended by themselves. */
final class ConnectionWatch {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  /** Who looked up the pod's name, or was sent to it, just before, gets there within this time. */
  private static final Duration STILLNESS = Duration.ofSeconds(1);

  /** A look at a long table takes its time; this many times as long nobody looks. */
  private static final int REST = 5;

  private final Workshop workshop;

  ConnectionWatch(Workshop workshop) {
    this.workshop = workshop;
  }

  /** As {@link Pods#drain(String, Duration, BooleanSupplier)}. */
  Drained await(PodRecord pod, Duration longest, BooleanSupplier givenUp) {
    PodFiles files = new PodFiles(workshop.layout(), pod.id());
    if (!pod.held().contains(Namespace.NET)
        || pod.endpoints().isEmpty()
        || !Files.exists(files.up())) {
      return new Drained(0);
    }
    OpenConnections connections =
        new OpenConnections(ports(pod, Protocol.TCP), ports(pod, Protocol.UDP));
    List<ContainerFiles> members = members(pod.id());
    long deadline = System.nanoTime() + longest.toNanos();
    long stillSince = System.nanoTime();
    while (true) {
      long before = System.nanoTime();
      int open = count(connections, files, members);
      long now = System.nanoTime();
      stillSince = open > 0 ? now : stillSince;
      boolean still = now - stillSince >= STILLNESS.toNanos();
      if (open < 0 || still || now >= deadline || givenUp.getAsBoolean()) {
        return new Drained(Math.max(0, open));
      }
      long pause = Math.max(BETWEEN_LOOKS.toNanos(), REST * (now - before));
      pause(Math.min(pause, deadline - now));
    }
  }

  /** How many are open; negative when nobody is left in the pod who could answer. */
  private static int count(
      OpenConnections connections, PodFiles files, List<ContainerFiles> members) {
    String namespace = PinnedNamespace.identity(files.namespace(Namespace.NET), "net");
    for (Identity process : processes(files, members)) {
      try {
        Path link = Path.of("/proc", Long.toString(process.pid()), "ns", "net");
        if (Files.readSymbolicLink(link).toString().equals(namespace)) {
          return connections.count(process.pid());
        }
      } catch (IOException e) {
        if (process.lives() && !process.isDoomed()) {
          throw JpodException.failed(
              "the connections of process "
                  + process.pid()
                  + " could not be read: "
                  + e.getMessage(),
              "see whether /proc is mounted, and for every user");
        }
      }
    }
    return -1;
  }

  private static List<Identity> processes(PodFiles files, List<ContainerFiles> members) {
    List<Identity> processes = new ArrayList<>();
    Identity infra = InfraProcess.of(files);
    if (infra != null && infra.lives()) {
      processes.add(infra);
    }
    for (ContainerFiles member : members) {
      Identity process = Vitals.read(member).process();
      if (process != null && process.lives()) {
        processes.add(process);
      }
    }
    return processes;
  }

  private List<ContainerFiles> members(String pod) {
    List<ContainerFiles> members = new ArrayList<>();
    for (String id : workshop.records().ids()) {
      ContainerRecord record = workshop.records().find(id);
      if (record != null && pod.equals(record.pod())) {
        members.add(workshop.files(record.id()));
      }
    }
    return members;
  }

  private static Set<Integer> ports(PodRecord pod, Protocol protocol) {
    Set<Integer> ports = new HashSet<>();
    for (PortMapping published : pod.ports()) {
      for (int i = 0; i < published.count() && published.protocol() == protocol; i++) {
        ports.add(published.containerPort() + i);
      }
    }
    return ports;
  }

  private static void pause(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw JpodException.failed(
          "the wait for a pod's connections was interrupted", "run it again");
    }
  }
}
