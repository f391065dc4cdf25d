package dev.jpod.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordLockTests {
  @TempDir Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("lock");
  }

  @Test
  void anExclusiveLockKeepsEverybodyOutUntilItIsClosed() throws IOException {
    RecordLock lock = RecordLock.exclusive(file);
    assertThat(RecordLock.tryExclusive(file)).isNull();
    lock.close();

    try (RecordLock next = RecordLock.tryExclusive(file)) {
      assertThat(next).isNotNull();
    }
  }

  @Test
  void sharedLocksStandTogetherAndKeepAnExclusiveOneOut() throws IOException {
    try (RecordLock one = RecordLock.shared(file);
        RecordLock two = RecordLock.shared(file)) {
      assertThat(one).isNotSameAs(two);
      assertThat(RecordLock.tryExclusive(file)).isNull();
    }
  }

  @Test
  void waitsForAnotherThread() throws Exception {
    AtomicBoolean released = new AtomicBoolean();
    CountDownLatch waiting = new CountDownLatch(1);
    RecordLock lock = RecordLock.exclusive(file);
    Thread other =
        Thread.ofPlatform()
            .start(
                () -> {
                  waiting.countDown();
                  try (RecordLock mine = RecordLock.exclusive(file)) {
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

  @Test
  void theLastOfThoseWhoShareItReleasesIt() throws IOException {
    RecordLock one = RecordLock.shared(file);
    RecordLock two = RecordLock.shared(file);
    one.close();
    assertThat(RecordLock.tryExclusive(file)).isNull();
    two.close();

    try (RecordLock alone = RecordLock.tryExclusive(file)) {
      assertThat(alone).isNotNull();
    }
  }

  @Test
  void keepsOtherProcessesOut() throws Exception {
    try (RecordLock _ = RecordLock.shared(file)) {
      assertThat(RecordLockHolder.tryExclusive(file)).isEqualTo("busy");
    }

    assertThat(RecordLockHolder.tryExclusive(file)).isEqualTo("free");
  }
}
