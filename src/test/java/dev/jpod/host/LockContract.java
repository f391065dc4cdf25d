package dev.jpod.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every kind of lock on a file does. */
interface LockContract {
  /** Takes the lock; closing gives it back. */
  Closeable exclusive(Path file) throws IOException;

  /** Shares the lock; closing gives the share back. */
  Closeable shared(Path file) throws IOException;

  /** Takes the lock, or nothing. */
  @Nullable Closeable tryExclusive(Path file) throws IOException;

  @Test
  default void anExclusiveLockKeepsEverybodyOutUntilItIsClosed(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("lock");
    Closeable lock = exclusive(file);
    assertThat(tryExclusive(file)).isNull();
    lock.close();

    try (Closeable next = tryExclusive(file)) {
      assertThat(next).isNotNull();
    }
  }

  @Test
  default void sharedLocksStandTogetherAndKeepAnExclusiveOneOut(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("lock");
    try (Closeable one = shared(file);
        Closeable two = shared(file)) {
      assertThat(one).isNotSameAs(two);
      assertThat(tryExclusive(file)).isNull();
    }
  }

  @Test
  default void waitsForAnotherThread(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("lock");
    AtomicBoolean released = new AtomicBoolean();
    CountDownLatch waiting = new CountDownLatch(1);
    Closeable lock = exclusive(file);
    Thread other =
        Thread.ofPlatform()
            .start(
                () -> {
                  waiting.countDown();
                  try (Closeable mine = exclusive(file)) {
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
