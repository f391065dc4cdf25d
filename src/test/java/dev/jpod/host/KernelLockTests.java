package dev.jpod.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelLockTests {
  @TempDir Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("lock");
  }

  @Test
  void anExclusiveLockKeepsEverybodyOutUntilItIsClosed() throws IOException {
    KernelLock lock = KernelLock.exclusive(file);
    assertThat(KernelLock.tryExclusive(file)).isNull();
    lock.close();

    try (KernelLock next = KernelLock.tryExclusive(file)) {
      assertThat(next).isNotNull();
    }
  }

  @Test
  void sharedLocksStandTogetherAndKeepAnExclusiveOneOut() throws IOException {
    try (KernelLock one = KernelLock.shared(file);
        KernelLock two = KernelLock.shared(file)) {
      assertThat(one).isNotSameAs(two);
      assertThat(KernelLock.tryExclusive(file)).isNull();
    }
  }

  @Test
  void waitsForAnotherThread() throws Exception {
    AtomicBoolean released = new AtomicBoolean();
    CountDownLatch waiting = new CountDownLatch(1);
    KernelLock lock = KernelLock.exclusive(file);
    Thread other =
        Thread.ofPlatform()
            .start(
                () -> {
                  waiting.countDown();
                  try (KernelLock mine = KernelLock.exclusive(file)) {
                    assertThat(mine).isNotNull();
                    released.set(true);
                  } catch (IOException e) {
                    throw new IllegalStateException(e);
                  }
                });
    waiting.await();
    assertThat(released).isFalse();

    lock.close();
    other.join();

    assertThat(released).isTrue();
  }
}
