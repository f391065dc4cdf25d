package dev.jpod.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.host.FileTree;
import dev.jpod.host.HostUser;
import dev.jpod.host.Mounts;
import dev.jpod.model.Container;
import dev.jpod.model.Container.Logging;
import dev.jpod.model.Container.PullPolicy;
import dev.jpod.model.Container.Role;
import dev.jpod.model.Digest;
import dev.jpod.model.HealthCheck;
import dev.jpod.model.ImageReference;
import dev.jpod.model.Instance;
import dev.jpod.model.Instance.GrantedFile;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.Lifecycle;
import dev.jpod.model.Lifecycle.RestartPolicy;
import dev.jpod.model.Mount;
import dev.jpod.model.NetworkMode;
import dev.jpod.model.Pod;
import dev.jpod.model.ProcessSpec;
import dev.jpod.model.Resources;
import dev.jpod.model.Security;
import dev.jpod.model.Update;
import dev.jpod.network.UplinkProgram;
import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.UnkeptLimits;
import dev.jpod.store.StoreLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** An engine over a store of its own, and words to ask it for containers. */
final class EngineRig implements AutoCloseable {
  final Path folder;
  final StoreLayout layout;
  final Workshop workshop;
  final Engine engine;
  final Containers containers;
  final Observer observer;
  private final List<String> made = new ArrayList<>();

  EngineRig() throws IOException {
    folder = Files.createTempDirectory("jpod-it-");
    layout = new StoreLayout(folder.resolve("root"), folder.resolve("run"));
    BusyboxImages images = new BusyboxImages(folder.resolve("layers"));
    HostUser user = HostUser.ofProcess();
    workshop =
        Workshop.over(
            layout,
            images,
            user,
            UnkeptLimits.Handling.REFUSE,
            new NetworkRoom(layout, user, UplinkProgram.INSTALLED),
            Clock.systemUTC());
    engine = new StoreEngine(layout, images, user);
    containers = engine.containers();
    observer = engine.observer();
  }

  /** What a test wants of a container; the rest is as plain as possible. */
  record Wish(
      List<String> command,
      RestartPolicy.When restart,
      int retries,
      Digest image,
      List<Mount> mounts,
      List<GrantedFile> files,
      Resources resources,
      Logging logging,
      @Nullable String user,
      String runtime,
      @Nullable HealthCheck check) {
    static Wish of(String... command) {
      return new Wish(
          List.of(command),
          RestartPolicy.When.NO,
          0,
          BusyboxImages.PLAIN,
          List.of(),
          List.of(),
          Resources.DEFAULT,
          Logging.DEFAULT,
          null,
          "runc",
          null);
    }

    static Wish script(String text) {
      return of("sh", "-c", text);
    }

    Wish restarting(RestartPolicy.When when, int maxRetries) {
      return new Wish(
          command,
          when,
          maxRetries,
          image,
          mounts,
          files,
          resources,
          logging,
          user,
          runtime,
          check);
    }

    Wish from(Digest other) {
      return new Wish(
          command, restart, retries, other, mounts, files, resources, logging, user, runtime,
          check);
    }

    Wish with(Mount... more) {
      return new Wish(
          command,
          restart,
          retries,
          image,
          List.of(more),
          files,
          resources,
          logging,
          user,
          runtime,
          check);
    }

    Wish with(GrantedFile... more) {
      return new Wish(
          command,
          restart,
          retries,
          image,
          mounts,
          List.of(more),
          resources,
          logging,
          user,
          runtime,
          check);
    }

    Wish limitedTo(Resources limits) {
      return new Wish(
          command, restart, retries, image, mounts, files, limits, logging, user, runtime, check);
    }

    Wish logging(long maxSize, int count) {
      return new Wish(
          command,
          restart,
          retries,
          image,
          mounts,
          files,
          resources,
          new Logging(maxSize, count),
          user,
          runtime,
          check);
    }

    Wish as(String someone) {
      return new Wish(
          command, restart, retries, image, mounts, files, resources, logging, someone, runtime,
          check);
    }

    Wish by(String otherRuntime) {
      return new Wish(
          command,
          restart,
          retries,
          image,
          mounts,
          files,
          resources,
          logging,
          user,
          otherRuntime,
          check);
    }

    Wish checked(HealthCheck how) {
      return new Wish(
          command, restart, retries, image, mounts, files, resources, logging, user, runtime, how);
    }

    Instance instance() {
      Container container =
          new Container(
              "web",
              Role.MAIN,
              ImageReference.of("localhost/busybox:1"),
              PullPolicy.NEVER,
              new ProcessSpec(
                  command, null, Map.of(), List.of(), null, user, List.of(), Map.of(), false, false,
                  false),
              mounts,
              files.stream().map(GrantedFile::grant).toList(),
              List.of(),
              Security.DEFAULT,
              resources,
              new Lifecycle(new RestartPolicy(restart, retries), null, Duration.ofSeconds(2), null),
              logging,
              check,
              Map.of(),
              Map.of(),
              Map.of());
      Pod pod =
          new Pod(
              "web",
              1,
              Set.of(),
              null,
              null,
              new NetworkMode.None(),
              List.of(),
              Pod.Dns.HOST,
              Map.of(),
              Map.of(),
              Resources.DEFAULT,
              Update.DEFAULT,
              null,
              Map.of(),
              Map.of(),
              List.of(container));
      return new Instance(
          new InstanceKey("shop", "web", 0, "web"), pod, container, image, Map.of(), files);
    }
  }

  /** crun wants no cgroup2 beside v1 hierarchies, so it gets a view of the host without. */
  String runtime(String name) throws IOException {
    if (name.equals("runc")) {
      return name;
    }
    Path wrapper = folder.resolve("crun");
    Files.writeString(
        wrapper,
        """
        #!/bin/sh
        exec unshare -m sh -c '
          ! mountpoint -q /sys/fs/cgroup/unified || mount -t tmpfs tmpfs /sys/fs/cgroup/unified
          exec /usr/bin/crun "$@"' crun "$@"
        """);
    Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwxr-xr-x"));
    return wrapper.toString();
  }

  String create(Wish wish) {
    return create(wish, Map.of());
  }

  String create(Wish wish, Map<String, String> applied) {
    String id = newId();
    made.add(id);
    containers.create(
        new ContainerRequest(id, wish.instance(), null, 1, new TreeMap<>(applied), wish.runtime()));
    return id;
  }

  String run(Wish wish) {
    String id = create(wish);
    containers.start(id);
    return id;
  }

  static String newId() {
    StringBuilder id = new StringBuilder();
    while (id.length() < 64) {
      id.append(Character.forDigit(ThreadLocalRandom.current().nextInt(16), 16));
    }
    return id.toString();
  }

  /** Takes care of a container that a test makes itself. */
  void removeAtEnd(String id) {
    made.add(id);
  }

  ContainerFiles files(String id) {
    return workshop.files(id);
  }

  ContainerStatus status(String id) {
    return observer.observe(id).status();
  }

  /** What a container wrote, each line with its stream's name in front. */
  List<String> log(String id) {
    List<String> lines = new ArrayList<>();
    engine
        .logs()
        .read(
            id,
            LogQuery.ALL,
            line ->
                lines.add(line.stream() + " " + new String(line.text(), StandardCharsets.UTF_8)));
    return lines;
  }

  /** Waits until something holds; a test that waits in vain fails with what it waited for. */
  static void eventually(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("in vain waited 20 s until " + what);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  Path bundle(String id) {
    return layout.container(id);
  }

  /** Removes everything; a mount, control group or process that stays fails the test. */
  @Override
  public void close() throws IOException {
    for (String id : made) {
      containers.remove(id, RemovalMode.KILL_FIRST);
    }
    List<String> left = Leftovers.of(folder, made);
    Mounts.detachBelow(folder);
    FileTree.delete(folder);
    assertThat(left).isEmpty();
  }
}
