package dev.jpod.host;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

class KernelLockTests implements LockContract {
  @Override
  public Closeable exclusive(Path file) throws IOException {
    return KernelLock.exclusive(file)::close;
  }

  @Override
  public Closeable shared(Path file) throws IOException {
    return KernelLock.shared(file)::close;
  }

  @Override
  public @Nullable Closeable tryExclusive(Path file) throws IOException {
    KernelLock lock = KernelLock.tryExclusive(file);
    return lock == null ? null : lock::close;
  }
}
