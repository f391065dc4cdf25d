package dev.jpod.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordLockTests implements LockContract {
  @Override
  public Closeable exclusive(Path file) throws IOException {
    return RecordLock.exclusive(file)::close;
  }

  @Override
  public Closeable shared(Path file) throws IOException {
    return RecordLock.shared(file)::close;
  }

  @Override
  public @Nullable Closeable tryExclusive(Path file) throws IOException {
    RecordLock lock = RecordLock.tryExclusive(file);
    return lock == null ? null : lock::close;
  }

  @Test
  void theLastOfThoseWhoShareItReleasesIt(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("lock");
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
  void keepsOtherProcessesOut(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("lock");
    try (RecordLock _ = RecordLock.shared(file)) {
      assertThat(RecordLockHolder.tryExclusive(file)).isEqualTo("busy");
    }

    assertThat(RecordLockHolder.tryExclusive(file)).isEqualTo("free");
  }

  @Test
  void aLockOfSomebodyElseIsSharedWithoutMakingOrFollowingAnything(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("lock");
    assertThatThrownBy(() -> RecordLock.trySharedOf(file)).isInstanceOf(NoSuchFileException.class);
    Files.createSymbolicLink(folder.resolve("link"), Files.createFile(file));
    assertThatThrownBy(() -> RecordLock.trySharedOf(folder.resolve("link")))
        .isInstanceOf(IOException.class);

    try (RecordLock lock = RecordLock.trySharedOf(file)) {
      assertThat(lock).isNotNull();
      assertThat(RecordLockHolder.tryExclusive(file)).isEqualTo("busy");
    }
    try (RecordLock _ = RecordLock.exclusive(file)) {
      assertThat(RecordLock.trySharedOf(file)).isNull();
    }
  }
}
