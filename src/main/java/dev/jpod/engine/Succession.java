package dev.jpod.engine;

import dev.jpod.host.RecordLock;
import dev.jpod.model.JpodException;
import dev.jpod.observed.Takeover;
import dev.jpod.observed.Takeover.Stage;
import dev.jpod.store.ContainerRecord.Phase;
import dev.jpod.store.DiskFailure;
import dev.jpod.store.PodRecord;
import dev.jpod.store.PodRecords;
import java.io.IOException;
import java.nio.file.Files;

/**
 * Moves ports and names between two pods of one replica. Which of them serves is one word in the
 * record of the new one, so that it is moved by one write; whoever converges after that makes the
 * host agree, be it this run or the next.
 */
final class Succession {
  private final Workshop workshop;
  private final NetworkRoom room;
  private final PodRecords pods;

  Succession(Workshop workshop) {
    this.workshop = workshop;
    this.room = workshop.room();
    this.pods = new PodRecords(workshop.layout());
  }

  /** Has a pod serve that was made for it, or leaves everything as it was. Idempotent. */
  void takeOver(String id) {
    workshop.boot().ensureCurrent();
    PodRecord before = write(id);
    if (before.endpoints().isEmpty()) {
      return;
    }
    try {
      room.converge();
    } catch (RuntimeException | Error e) {
      takeBack(before, e);
      throw e;
    }
  }

  /** Returns what the record was before. */
  private PodRecord write(String id) {
    PodRecord before = pods.require(id);
    PodFiles files = files(id);
    try (RecordLock _ = RecordLock.exclusive(files.lock());
        StoreLock.Hold _ = room.lock()) {
      before = pods.require(id);
      Takeover takeover = before.takeover();
      if (takeover == null) {
        throw JpodException.refused(
            "pod '" + before.name() + "' was not made to take the place of another one",
            "apply its stack, which makes one that is");
      }
      if (takeover.stage() != Stage.SERVING) {
        requireUp(before);
        pods.save(before.at(Stage.SERVING));
      }
      return before;
    } catch (IOException e) {
      throw DiskFailure.of(e, files.lock(), "be locked");
    }
  }

  private void requireUp(PodRecord pod) {
    if (pod.phase() != Phase.READY || !Files.exists(files(pod.id()).up())) {
      throw JpodException.refused(
          "nobody would serve for '" + pod.name() + "': the pod that is to do it is not up",
          "'jpod pod ls' shows the pods; 'jpod pod start' raises one");
    }
  }

  private void takeBack(PodRecord before, Throwable reason) {
    Takeover takeover = before.takeover();
    if (takeover == null || takeover.stage() == Stage.SERVING) {
      return;
    }
    PodFiles files = files(before.id());
    try (RecordLock _ = RecordLock.exclusive(files.lock());
        StoreLock.Hold _ = room.lock()) {
      PodRecord now = pods.find(before.id());
      if (now != null && now.takeover() != null) {
        pods.save(now.at(takeover.stage()));
      }
    } catch (IOException | RuntimeException e) {
      reason.addSuppressed(e);
    }
    try {
      room.converge();
    } catch (RuntimeException e) {
      reason.addSuppressed(e);
    }
  }

  private PodFiles files(String id) {
    return new PodFiles(workshop.layout(), id);
  }
}
