package dev.jpod.engine;

import dev.jpod.host.RecordLock;
import dev.jpod.model.Failure;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.JpodException;
import dev.jpod.model.Names;
import dev.jpod.model.PodKey;
import dev.jpod.observed.ForeignName;
import dev.jpod.store.ContainerRecord;
import dev.jpod.store.ContainerRecords;
import dev.jpod.store.DiskFailure;
import dev.jpod.store.PodRecord;
import dev.jpod.store.PodRecords;
import dev.jpod.store.StoreLayout;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@link NameClaims} of a store: a file for each stack that is being applied, which counts for as
 * long as its lock is held. A run that dies drops the lock with its process, and whoever comes next
 * clears the file away.
 */
final class StoredNameClaims implements NameClaims {
  private static final String POD = "pod ";
  private static final String CONTAINER = "container ";

  private final StoreLock turn;
  private final Path folder;
  private final ContainerRecords containers;
  private final PodRecords pods;

  StoredNameClaims(StoreLayout layout) {
    this.turn = new StoreLock(layout, "names.lock");
    this.folder = layout.claims();
    this.containers = new ContainerRecords(layout);
    this.pods = new PodRecords(layout);
  }

  /** Claims come before records: a run that ends in between has left its records by then. */
  @Override
  public Claim take(WantedNames wanted) {
    try (StoreLock.Hold _ = turn.take()) {
      Files.createDirectories(folder);
      for (String stack : claimants()) {
        if (!stack.equals(wanted.stack())) {
          refuseClaimed(stack, wanted);
        }
      }
      refuseHeldContainers(wanted);
      refuseHeldPods(wanted);
      return write(wanted);
    } catch (IOException e) {
      throw DiskFailure.of(e, folder, "be written");
    }
  }

  private List<String> claimants() throws IOException {
    List<String> stacks = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (Names.problemWithLabel(name) == null) {
          stacks.add(name);
        }
      }
    }
    stacks.sort(String::compareTo);
    return stacks;
  }

  private void refuseClaimed(String stack, WantedNames wanted) throws IOException {
    try (RecordLock ended = RecordLock.tryExclusive(lockOf(stack))) {
      if (ended != null) {
        clear(stack);
        return;
      }
    }
    for (String line : Files.readAllLines(folder.resolve(stack))) {
      PodKey pod = line.startsWith(POD) ? wanted.pods().get(line.substring(POD.length())) : null;
      InstanceKey container =
          line.startsWith(CONTAINER)
              ? wanted.containers().get(line.substring(CONTAINER.length()))
              : null;
      if (pod != null) {
        throw ForeignName.ofPodBeingMade(pod, stack);
      }
      if (container != null) {
        throw ForeignName.ofContainerBeingMade(container, stack);
      }
    }
  }

  private void refuseHeldContainers(WantedNames wanted) {
    for (String id : containers.ids()) {
      ContainerRecord record = readable(id);
      InstanceKey key = record == null ? null : wanted.containers().get(record.name());
      if (record != null && key != null) {
        InstanceKey owner = record.owner();
        boolean isFree =
            owner == null ? wanted.adopted().contains(id) : owner.stack().equals(wanted.stack());
        if (!isFree) {
          throw ForeignName.ofContainer(key, id, record.name(), owner);
        }
      }
    }
  }

  /** Null for one that has no record yet, or none that can be read. */
  private @Nullable ContainerRecord readable(String id) {
    try {
      return containers.find(id);
    } catch (JpodException _) {
      return null;
    }
  }

  private void refuseHeldPods(WantedNames wanted) {
    for (PodRecord record : pods.all()) {
      PodKey key = wanted.pods().get(record.name());
      if (key != null) {
        PodKey owner = record.owner();
        boolean isFree =
            owner == null
                ? wanted.adopted().contains(record.id())
                : owner.stack().equals(wanted.stack());
        if (!isFree) {
          throw ForeignName.ofPod(key, owner);
        }
      }
    }
  }

  private Claim write(WantedNames wanted) throws IOException {
    String stack = wanted.stack();
    RecordLock held = RecordLock.tryExclusive(lockOf(stack));
    if (held == null) {
      throw new JpodException(
          Failure.LOCKED,
          "another run makes containers of stack '" + stack + "'",
          "wait until it has ended");
    }
    List<String> lines = new ArrayList<>();
    for (String name : wanted.pods().keySet()) {
      lines.add(POD + name);
    }
    for (String name : wanted.containers().keySet()) {
      lines.add(CONTAINER + name);
    }
    try {
      Files.write(folder.resolve(stack), lines);
    } catch (IOException e) {
      try (held) {
        clear(stack);
      }
      throw e;
    }
    return () -> release(stack, held);
  }

  private void release(String stack, RecordLock held) {
    try (StoreLock.Hold _ = turn.take();
        held) {
      clear(stack);
    } catch (IOException e) {
      throw DiskFailure.of(e, folder.resolve(stack), "be removed");
    }
  }

  /** For the only holder of its lock, in its turn. */
  private void clear(String stack) throws IOException {
    Files.deleteIfExists(folder.resolve(stack));
    Files.deleteIfExists(lockOf(stack));
  }

  private Path lockOf(String stack) {
    return folder.resolve(stack + ".lock");
  }
}
