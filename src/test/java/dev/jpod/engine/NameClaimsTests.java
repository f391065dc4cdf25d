package dev.jpod.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.engine.NameClaims.Claim;
import dev.jpod.model.Container.Logging;
import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.JpodException;
import dev.jpod.model.Lifecycle.RestartPolicy;
import dev.jpod.model.PodKey;
import dev.jpod.store.ContainerRecord;
import dev.jpod.store.ContainerRecord.OciRuntime;
import dev.jpod.store.ContainerRecord.Phase;
import dev.jpod.store.ContainerRecords;
import dev.jpod.store.PodRecord;
import dev.jpod.store.PodRecords;
import dev.jpod.store.StoreLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NameClaimsTests {
  private static final InstanceKey ONE = new InstanceKey("web-a", "b", 0, "b");
  private static final InstanceKey OTHER = new InstanceKey("web", "a-b", 0, "a-b");
  private static final String ID = "ab".repeat(32);
  private static final OciRuntime RUNC = new OciRuntime("runc", "/usr/bin/runc");

  @TempDir private Path folder;
  private StoreLayout layout;

  @BeforeEach
  void makeAStore() {
    layout = new StoreLayout(folder.resolve("root"), folder.resolve("run"));
  }

  /** The pod and the container of an instance. */
  private static WantedNames names(InstanceKey key, String... adopted) {
    PodKey pod = key.podKey();
    return new WantedNames(
        key.stack(), Map.of(pod.podName(), pod), Map.of(key.containerName(), key), Set.of(adopted));
  }

  private static WantedNames container(InstanceKey key) {
    return new WantedNames(key.stack(), Map.of(), Map.of(key.containerName(), key), Set.of());
  }

  private void keepContainer(@Nullable InstanceKey owner) throws IOException {
    Files.createDirectories(layout.container(ID));
    new ContainerRecords(layout)
        .begin(
            new ContainerRecord(
                ID,
                ONE.containerName(),
                owner,
                null,
                "/jpod/" + ID,
                1,
                Phase.READY,
                Digest.sha256("0".repeat(64)),
                "localhost/busybox:1",
                Instant.EPOCH,
                Collections.emptySortedMap(),
                RUNC,
                "SIGTERM",
                Duration.ofSeconds(10),
                new RestartPolicy(RestartPolicy.When.NO, 0),
                Logging.DEFAULT,
                List.of(),
                List.of()));
  }

  private void keepPod(@Nullable PodKey owner) throws IOException {
    Files.createDirectories(layout.pod(ID));
    new PodRecords(layout)
        .begin(
            new PodRecord(
                ID,
                ONE.podKey().podName(),
                owner,
                1,
                Phase.READY,
                Instant.EPOCH,
                Collections.emptySortedMap(),
                RUNC,
                Set.of(),
                "b",
                List.of(),
                List.of(),
                List.of(),
                null,
                null));
  }

  /** Claims of their own, as every process has. */
  private Claim take(WantedNames names) {
    return new StoredNameClaims(layout).take(names);
  }

  private void assertRefused(WantedNames names, String holder) {
    assertThatThrownBy(() -> take(names))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.REFUSED))
        .hasMessageContaining("needs the name 'web-a-b-0', but that is held by " + holder);
  }

  @Test
  void whatAnotherRunHasTakenIsRefused() {
    try (Claim _ = take(names(ONE))) {
      assertRefused(names(OTHER), "a run of stack 'web-a' that is under way");
      assertRefused(container(OTHER), "a run of stack 'web-a' that is under way");
    }
    try (Claim _ = take(names(OTHER))) {
      assertRefused(names(ONE), "a run of stack 'web' that is under way");
    }
  }

  @Test
  void whoIsRefusedOneNameHasTakenNone() {
    InstanceKey free = new InstanceKey("web", "db", 0, "db");
    try (Claim _ = take(container(ONE))) {
      WantedNames both =
          new WantedNames(
              "web",
              Map.of(),
              Map.of(OTHER.containerName(), OTHER, free.containerName(), free),
              Set.of());
      assertRefused(both, "a run of stack 'web-a'");
      assertThat(layout.claims().resolve("web")).doesNotExist();
    }
  }

  @Test
  void otherNamesAreFreeAndARunCanTakeItsOwnAgain() {
    try (Claim _ = take(names(ONE));
        Claim _ = take(names(new InstanceKey("shop", "web", 0, "web")))) {
      assertThat(layout.claims()).isDirectoryContaining("glob:**/shop");
    }
    take(names(ONE)).close();
    take(names(OTHER)).close();
  }

  @Test
  void nothingIsLeftOfAClaimThatHasEnded() throws IOException {
    take(names(ONE)).close();

    try (Stream<Path> left = Files.list(layout.claims())) {
      assertThat(left).isEmpty();
    }
  }

  /** The kernel drops the lock of a process that dies; its file stays. */
  @Test
  void whatADeadRunHadTakenIsFree() throws IOException {
    Files.createDirectories(layout.claims());
    Files.writeString(layout.claims().resolve("web-a"), "pod web-a-b-0\ncontainer web-a-b-0\n");

    try (Claim _ = take(names(OTHER))) {
      assertThat(layout.claims().resolve("web-a")).doesNotExist();
    }
  }

  @Test
  void aContainerOfAnotherStackHoldsItsName() throws IOException {
    keepContainer(ONE);

    assertRefused(names(OTHER), "container abababababab of stack 'web-a'");
    take(names(ONE)).close();
  }

  @Test
  void aPodOfAnotherStackHoldsItsName() throws IOException {
    keepPod(ONE.podKey());

    assertRefused(names(OTHER), "pod 'b[0]' of stack 'web-a'");
    take(container(OTHER)).close();
  }

  @Test
  void whatNoStackOwnsHoldsItsNameUnlessItIsAdopted() throws IOException {
    keepContainer(null);
    assertRefused(names(OTHER), "container abababababab, which no stack owns");
    keepPod(null);

    take(names(OTHER, ID)).close();
  }

  @Test
  void whatAnotherStackOwnsIsNotAdopted() throws IOException {
    keepContainer(ONE);

    assertRefused(names(OTHER, ID), "container abababababab of stack 'web-a'");
  }

  @Test
  void ofTwoAtTheSameMomentExactlyOneWins() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);
    CountDownLatch decided = new CountDownLatch(2);
    List<FutureTask<Boolean>> runs =
        List.of(run(both, decided, names(ONE)), run(both, decided, names(OTHER)));
    runs.forEach(Thread.ofPlatform()::start);

    int won = 0;
    for (FutureTask<Boolean> run : runs) {
      won += succeeded(run) ? 1 : 0;
    }
    assertThat(won).isEqualTo(1);
  }

  private FutureTask<Boolean> run(CyclicBarrier both, CountDownLatch decided, WantedNames names) {
    return new FutureTask<>(
        () -> {
          both.await();
          try (Claim _ = take(names)) {
            decided.countDown();
            decided.await();
            return true;
          } finally {
            decided.countDown();
          }
        });
  }

  private static boolean succeeded(FutureTask<Boolean> run) throws InterruptedException {
    try {
      return run.get();
    } catch (ExecutionException e) {
      assertThat(e).cause().isInstanceOf(JpodException.class);
      return false;
    }
  }
}
