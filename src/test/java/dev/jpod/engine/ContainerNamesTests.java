package dev.jpod.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.Container.Logging;
import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.JpodException;
import dev.jpod.model.Lifecycle.RestartPolicy;
import dev.jpod.store.ContainerRecord;
import dev.jpod.store.ContainerRecord.OciRuntime;
import dev.jpod.store.ContainerRecord.Phase;
import dev.jpod.store.ContainerRecords;
import dev.jpod.store.StoreLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerNamesTests {
  private static final InstanceKey ONE = new InstanceKey("web-a", "b", 0, "b");
  private static final InstanceKey OTHER = new InstanceKey("web", "a-b", 0, "a-b");

  @TempDir private Path folder;
  private StoreLayout layout;

  @BeforeEach
  void makeAStore() {
    layout = new StoreLayout(folder.resolve("root"), folder.resolve("run"));
  }

  private ContainerRecord record(String digits, InstanceKey owner) throws IOException {
    String id = digits.repeat(32);
    Files.createDirectories(layout.container(id));
    return new ContainerRecord(
        id,
        owner.containerName(),
        owner,
        null,
        "/jpod/" + id,
        1,
        Phase.CREATING,
        Digest.sha256("0".repeat(64)),
        "localhost/busybox:1",
        Instant.EPOCH,
        Collections.emptySortedMap(),
        new OciRuntime("runc", "/usr/bin/runc"),
        "SIGTERM",
        Duration.ofSeconds(10),
        new RestartPolicy(RestartPolicy.When.NO, 0),
        Logging.DEFAULT,
        List.of(),
        List.of());
  }

  @Test
  void aNameOfAnotherStackIsRefusedInTheWordsOfThePlan() throws IOException {
    new ContainerNames(layout).begin(record("ab", ONE));
    ContainerRecord second = record("cd", OTHER);

    assertThatThrownBy(() -> new ContainerNames(layout).begin(second))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.REFUSED))
        .hasMessageContaining(
            "needs the name 'web-a-b-0', but that is held by container abababababab of stack"
                + " 'web-a'");
    assertThat(new ContainerRecords(layout).find(second.id())).isNull();
  }

  @Test
  void aStackMayHaveTwoOfOneNameForATime() throws IOException {
    ContainerNames names = new ContainerNames(layout);
    names.begin(record("ab", ONE));
    names.begin(record("cd", ONE));

    assertThat(new ContainerRecords(layout).find("cd".repeat(32))).isNotNull();
  }

  @Test
  void whatIsGoneHoldsNoName() throws IOException {
    ContainerNames names = new ContainerNames(layout);
    ContainerRecord first = record("ab", ONE);
    names.begin(first);
    Files.delete(layout.container(first.id()).resolve("record.json"));
    Files.delete(layout.container(first.id()));

    names.begin(record("cd", OTHER));

    assertThat(new ContainerRecords(layout).find("cd".repeat(32))).isNotNull();
  }

  @Test
  void ofTwoAtTheSameMomentOneWins() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);
    List<FutureTask<Boolean>> claims =
        List.of(claim(both, record("ab", ONE)), claim(both, record("cd", OTHER)));
    claims.forEach(Thread.ofPlatform()::start);

    int won = 0;
    for (FutureTask<Boolean> claim : claims) {
      won += succeeded(claim) ? 1 : 0;
    }
    assertThat(won).isEqualTo(1);
  }

  /** Each with names of its own, as two processes have. */
  private FutureTask<Boolean> claim(CyclicBarrier both, ContainerRecord record) {
    ContainerNames names = new ContainerNames(layout);
    return new FutureTask<>(
        () -> {
          both.await();
          names.begin(record);
          return true;
        });
  }

  private static boolean succeeded(FutureTask<Boolean> claim) throws InterruptedException {
    try {
      return claim.get();
    } catch (ExecutionException e) {
      assertThat(e).cause().isInstanceOf(JpodException.class);
      return false;
    }
  }
}
