package dev.jpod.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.host.KernelLock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OciLayoutTests {
  private static final int RUNS = 4;
  private static final int ROUNDS = 50;

  @TempDir Path folder;

  @Test
  void severalRunsBeginAStoreAtOnce() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(RUNS)) {
      for (int round = 0; round < ROUNDS; round++) {
        OciLayout layout = new OciLayout(folder.resolve("images" + round));
        CyclicBarrier start = new CyclicBarrier(RUNS);
        Callable<Boolean> run =
            () -> {
              start.await();
              layout.create();
              try (KernelLock _ = KernelLock.exclusive(layout.lockFile())) {
                layout.replaceIndex(ImageIndex.EMPTY);
              }
              return true;
            };
        List<Future<Boolean>> done = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
          done.add(threads.submit(run));
        }
        for (Future<Boolean> each : done) {
          assertThat(each.get()).isTrue();
        }
      }
    }
  }
}
