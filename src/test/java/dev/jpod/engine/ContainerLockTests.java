package dev.jpod.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.host.FileTree;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.store.StoreLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerLockTests {
  @TempDir private Path folder;
  private ContainerFiles files;

  @BeforeEach
  void makeAContainer() throws IOException {
    StoreLayout layout = new StoreLayout(folder.resolve("root"), folder.resolve("run"));
    files = new ContainerFiles(layout, "ab".repeat(32));
    Files.createDirectories(files.bundle());
  }

  @Test
  void theLockOfAContainerIsHeldOnce() {
    try (ContainerLock _ = ContainerLock.take(files)) {
      assertThat(ContainerLock.attempt(files)).isNull();
    }
    try (ContainerLock lock = ContainerLock.attempt(files)) {
      assertThat(lock).isNotNull();
    }
  }

  @Test
  void whoComesAfterARemovalIsToldAndLeavesNothing() throws IOException {
    Files.delete(files.bundle());

    assertThatThrownBy(() -> ContainerLock.take(files))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.NOT_FOUND))
        .hasMessage("container '" + files.id() + "' was removed meanwhile");

    assertThat(files.run()).doesNotExist();
    assertThat(ContainerLock.attempt(files)).isNull();
    assertThat(files.run()).doesNotExist();
  }

  @Test
  void whoWaitsForTheLockDuringARemovalIsToldAndLeavesNothing() throws Exception {
    FutureTask<ContainerLock> waiting = new FutureTask<>(() -> ContainerLock.take(files));
    try (ContainerLock _ = ContainerLock.take(files)) {
      Thread thread = Thread.ofPlatform().start(waiting);
      while (thread.getState() != Thread.State.TIMED_WAITING) {
        Thread.sleep(1);
      }
      Files.delete(files.bundle());
      FileTree.delete(files.run());
    }

    assertThatThrownBy(waiting::get)
        .cause()
        .isInstanceOf(JpodException.class)
        .hasMessageContaining("was removed meanwhile");
    assertThat(files.run()).doesNotExist();
  }

  @Test
  void waitsWhileTheContainerIsBeingMade() throws Exception {
    FutureTask<ContainerLock> waiting = new FutureTask<>(() -> ContainerLock.take(files));
    try (CreationLock _ = CreationLock.take(files)) {
      Thread thread = Thread.ofPlatform().start(waiting);
      while (thread.getState() != Thread.State.TIMED_WAITING) {
        Thread.sleep(1);
      }
      assertThat(waiting).isNotDone();
    }

    try (ContainerLock lock = waiting.get()) {
      assertThat(lock).isNotNull();
    }
    assertThat(files.creation()).doesNotExist();
  }

  @Test
  void whatACrashLeftOfACreationKeepsNobodyOut() throws Exception {
    Files.createDirectories(files.run());
    Files.createFile(files.creation());

    try (ContainerLock lock = ContainerLock.take(files)) {
      assertThat(lock).isNotNull();
    }
  }
}
