package dev.jpod.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.engine.EngineRig.Wish;
import dev.jpod.engine.Vitals.Identity;
import dev.jpod.host.FileTree;
import dev.jpod.model.JpodException;
import dev.jpod.model.Lifecycle.RestartPolicy.When;
import dev.jpod.model.Mount;
import dev.jpod.model.Resources;
import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.ContainerStatus.Cause;
import dev.jpod.observed.ObservedContainer.Wanted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The life of containers on real runc, from creation to removal. */
class LifecycleIT extends FreshEngine {
  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  void aContainerWithoutARuntimeLeavesNothing() {
    assertThatThrownBy(() -> rig.create(Wish.of("true").by("no-such-runtime")))
        .isInstanceOf(JpodException.class)
        .hasMessageContaining("the program 'no-such-runtime' is not installed");

    assertThat(rig.layout.containers())
        .satisfiesAnyOf(
            folder -> assertThat(folder).doesNotExist(),
            folder -> assertThat(folder).isEmptyDirectory());
    assertThat(rig.folder.resolve("run/containers"))
        .satisfiesAnyOf(
            folder -> assertThat(folder).doesNotExist(),
            folder -> assertThat(folder).isEmptyDirectory());
  }

  @Test
  void nothingIsLeftOfARemovedContainer() {
    String id = rig.run(Wish.of("sleep", "1000"));

    rig.containers.remove(id, RemovalMode.KILL_FIRST);

    assertThat(rig.files(id).bundle()).doesNotExist();
    assertThat(rig.files(id).run()).doesNotExist();
    assertThat(rig.layout.runtimeState("runc").resolve(id)).doesNotExist();
  }

  @Test
  void theExitCodeIsTheProcesses() {
    String id = rig.run(Wish.script("sleep 0.2; exit 3"));

    assertThat(rig.containers.awaitExit(id, LONG)).isEqualTo(3);
    assertThat(rig.status(id))
        .isInstanceOfSatisfying(
            ContainerStatus.Exited.class,
            exited -> assertThat(exited.cause()).isEqualTo(Cause.BY_ITSELF));
  }

  @Test
  void aWaitThatRunsOutOfTimeSaysSo() {
    String id = rig.run(Wish.of("sleep", "1000"));

    assertThat(rig.containers.awaitExit(id, Duration.ofMillis(50))).isNull();
  }

  @Test
  void aStopGivesTheProcessTimeToEndByItself() {
    String id =
        rig.run(Wish.script("trap 'exit 5' TERM; echo ready; while :; do sleep 0.05; done"));
    EngineRig.eventually("it is ready", () -> !rig.log(id).isEmpty());

    rig.containers.stop(id, Requester.OPERATOR, null);

    assertThat(rig.containers.awaitExit(id, LONG)).isEqualTo(5);
    assertThat(rig.observer.observe(id).wanted()).isEqualTo(Wanted.STOPPED);
  }

  @Test
  void anApplysStopDoesNotChangeWhatIsWanted() {
    String id = rig.run(Wish.of("sleep", "1000"));

    rig.containers.stop(id, Requester.RECONCILER, Duration.ZERO);
    assertThat(rig.observer.observe(id).wanted()).isEqualTo(Wanted.RUNNING);

    rig.containers.stop(id, Requester.OPERATOR, Duration.ZERO);
    rig.containers.stop(id, Requester.RECONCILER, Duration.ZERO);
    assertThat(rig.observer.observe(id).wanted()).isEqualTo(Wanted.STOPPED);

    rig.containers.start(id);
    assertThat(rig.observer.observe(id).wanted()).isEqualTo(Wanted.RUNNING);
  }

  @Test
  void aSignalReachesTheProcess() {
    String id =
        rig.run(Wish.script("trap 'echo hup' HUP; echo ready; while :; do sleep 0.05; done"));
    EngineRig.eventually("it is ready", () -> rig.log(id).contains("STDOUT ready"));

    rig.containers.kill(id, "HUP");

    EngineRig.eventually("it heard", () -> rig.log(id).contains("STDOUT hup"));
    assertThat(rig.observer.observe(id).wanted()).isEqualTo(Wanted.RUNNING);
  }

  @Test
  void aKilledContainerIsNotRestarted() {
    String id = rig.run(Wish.of("sleep", "1000").restarting(When.ALWAYS, 0));

    rig.containers.kill(id, "SIGKILL");

    assertThat(rig.status(id))
        .isInstanceOfSatisfying(
            ContainerStatus.Exited.class, exited -> assertThat(exited.exitCode()).isEqualTo(137));
  }

  @Test
  void whatABrokenOffStopHasKilledIsStartedAnew() throws Exception {
    String id = rig.run(Wish.of("sleep", "1000").restarting(When.ALWAYS, 0));
    ContainerFiles files = rig.files(id);
    Identity killed = Objects.requireNonNull(Vitals.read(files).process());
    Identity monitor = Objects.requireNonNull(Vitals.read(files).monitor());
    Files.createFile(files.stopped());
    signal("STOP", monitor);
    signal("KILL", killed);
    CompletableFuture<Void> start = CompletableFuture.runAsync(() -> rig.containers.start(id));
    Thread.sleep(300);
    signal("CONT", monitor);
    start.get();

    Identity anew = Objects.requireNonNull(Vitals.read(files).process());
    assertThat(anew).isNotEqualTo(killed);
    assertThat(anew.lives()).isTrue();
    assertThat(rig.status(id)).isInstanceOf(ContainerStatus.Running.class);
  }

  private static void signal(String name, Identity process) throws Exception {
    assertThat(
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor())
        .isZero();
  }

  @Test
  void aMissingProgramIsNamed() {
    assertStartFails(
        Wish.of("nope"),
        "container 'shop-web-0' could not be started:"
            + " exec: \"nope\": executable file not found in $PATH");
  }

  @Test
  void aProgramThatIsNotExecutableIsNamed() {
    assertStartFails(
        Wish.of("/bin.txt"),
        "container 'shop-web-0' could not be started: exec: \"/bin.txt\": permission denied");
  }

  @Test
  void aMissingInterpreterIsSaidAtOnce() {
    String id = rig.create(Wish.of("/bin/bad"));

    assertThatThrownBy(() -> rig.containers.start(id))
        .isInstanceOf(JpodException.class)
        .hasMessageStartingWith("container 'shop-web-0' ended at once with exit code 1: ")
        .hasMessageContaining("no such file or directory");
  }

  @Test
  void aFailedStartIsKnownAsOneAndCanBeTriedAgain() {
    String id = rig.create(Wish.of("nope").restarting(When.ALWAYS, 0));
    assertThatThrownBy(() -> rig.containers.start(id)).isInstanceOf(JpodException.class);

    assertThat(rig.status(id))
        .isInstanceOfSatisfying(
            ContainerStatus.Exited.class,
            exited -> {
              assertThat(exited.exitCode()).isEqualTo(127);
              assertThat(exited.cause()).isEqualTo(Cause.START_FAILED);
            });
    assertThatThrownBy(() -> rig.containers.start(id)).isInstanceOf(JpodException.class);
  }

  @Test
  void anUnknownUserIsRefusedAndLeavesNothing() {
    assertThatThrownBy(() -> rig.create(Wish.of("true").as("nobody-here")))
        .isInstanceOf(JpodException.class)
        .hasMessage("the image has no user 'nobody-here' in its /etc/passwd");

    assertThat(rig.layout.containers().toFile().list()).isEmpty();
    assertThat(rig.layout.runroot().resolve("containers").toFile().list()).isEmpty();
  }

  @Test
  void aMissingRuntimeIsNamedWithWhereItWasLookedFor() {
    assertThatThrownBy(() -> rig.create(Wish.of("true").by("youki")))
        .isInstanceOfSatisfying(
            JpodException.class,
            e -> assertThat(e.hint()).isEqualTo("on Debian: apt-get install youki"))
        .hasMessageStartingWith("the program 'youki' is not installed: it is not in /");
  }

  @Test
  void limitsChangeWhileTheContainerRuns() throws IOException {
    String id = rig.run(Wish.of("sleep", "1000").limitedTo(memory(64)));
    long pid = ((ContainerStatus.Running) rig.status(id)).pid();

    rig.containers.update(
        id,
        Wish.of("sleep", "1000").limitedTo(memory(128)).instance(),
        new TreeMap<>(Map.of("resources.memory", Long.toString(128L << 20))),
        Set.of());

    assertThat(rig.observer.observe(id).live())
        .containsEntry("resources.memory", Long.toString(128L << 20))
        .containsEntry("resources.pids", "");
    assertThat(((ContainerStatus.Running) rig.status(id)).pid()).isEqualTo(pid);
    assertThat(Files.readString(rig.files(id).config())).contains("134217728");

    rig.containers.restart(id, Duration.ZERO);

    assertThat(rig.observer.observe(id).live())
        .containsEntry("resources.memory", Long.toString(128L << 20));
  }

  @Test
  void aHalfMadeContainerIsSeenAndCanBeRemoved() throws IOException {
    String id = rig.create(Wish.of("true"));
    Path record = rig.bundle(id).resolve("record.json");
    Files.writeString(record, Files.readString(record).replace("READY", "CREATING"));

    assertThat(rig.status(id)).isInstanceOf(ContainerStatus.Incomplete.class);
    assertThatThrownBy(() -> rig.containers.start(id)).isInstanceOf(JpodException.class);

    rig.containers.remove(id, RemovalMode.ONLY_STOPPED);

    assertThat(rig.bundle(id)).doesNotExist();
  }

  @Test
  void aContainerWhoseFirstRecordAPowerCutToreIsSeenAndCanBeRemoved() throws IOException {
    String id = rig.create(Wish.of("true").with(new Mount.Volume(null, "/data", List.of())));
    Files.writeString(rig.bundle(id).resolve("record.json"), "");

    assertThat(rig.observer.observe().containers())
        .singleElement()
        .satisfies(
            container -> {
              assertThat(container.id()).isEqualTo(id);
              assertThat(container.name()).isEqualTo(container.shortId());
              assertThat(container.status()).isInstanceOf(ContainerStatus.Incomplete.class);
              assertThat(container.image()).isNull();
            });
    assertThatThrownBy(() -> rig.containers.start(id))
        .isInstanceOf(JpodException.class)
        .hasMessageContaining("is only half there");

    rig.containers.remove(id, RemovalMode.ONLY_STOPPED);

    assertThat(rig.bundle(id)).doesNotExist();
    assertThat(rig.engine.volumes().list()).isEmpty();
  }

  @Test
  void aContainerThatRunsIsNotGivenUpBecauseItsRecordIsDamaged() throws IOException {
    String id = rig.run(Wish.of("sleep", "1000"));
    Path record = rig.bundle(id).resolve("record.json");
    String good = Files.readString(record);
    long pid = ((ContainerStatus.Running) rig.status(id)).pid();
    Files.writeString(record, "");

    assertThatThrownBy(() -> rig.containers.remove(id, RemovalMode.KILL_FIRST))
        .isInstanceOf(JpodException.class)
        .hasMessageContaining(record.toString());

    Files.writeString(record, good);
    assertThat(((ContainerStatus.Running) rig.status(id)).pid()).isEqualTo(pid);
  }

  @Test
  void aStartThatComesUponARemovalSaysSo() throws Exception {
    String id = rig.create(Wish.of("sleep", "1000"));
    FutureTask<Void> start =
        new FutureTask<>(
            () -> {
              rig.containers.start(id);
              return null;
            });
    try (ContainerLock _ = ContainerLock.take(rig.files(id))) {
      Thread.ofPlatform().start(start);
      EngineRig.eventually("the start waits for the lock", () -> isLockedOf(id));
      FileTree.delete(rig.files(id).run());
      FileTree.delete(rig.bundle(id));
    }

    assertThatThrownBy(start::get)
        .cause()
        .isInstanceOf(JpodException.class)
        .hasMessage("container 'shop-web-0' could not be started: it was removed meanwhile");
    assertThat(rig.files(id).run()).doesNotExist();
  }

  /** Whether somebody else than the test has the file of a container's lock open. */
  private boolean isLockedOf(String id) {
    return ProcessHandle.current()
        .descendants()
        .anyMatch(process -> hasOpen(process, rig.files(id).lock()));
  }

  private static boolean hasOpen(ProcessHandle process, Path file) {
    try {
      return Files.isSameFile(Path.of("/proc/" + process.pid() + "/fd/9"), file);
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void whoeverLosesAgainstARemovalLeavesNothing() throws Exception {
    for (int round = 0; round < 10; round++) {
      String id = rig.run(Wish.of("sleep", "1000"));
      List<Runnable> all =
          List.of(
              () -> rig.containers.remove(id, RemovalMode.KILL_FIRST),
              () -> rig.containers.stop(id, Requester.OPERATOR, Duration.ZERO),
              () -> rig.containers.kill(id, "TERM"),
              () -> rig.containers.start(id),
              () -> rig.containers.remove(id, RemovalMode.KILL_FIRST));
      List<Thread> threads = new ArrayList<>();
      for (Runnable one : all) {
        threads.add(Thread.ofPlatform().start(() -> losing(one)));
      }
      for (Thread thread : threads) {
        thread.join();
      }

      assertThat(rig.bundle(id)).doesNotExist();
      assertThat(rig.files(id).run()).doesNotExist();
    }
  }

  /** Does something that may be refused. */
  private static void losing(Runnable action) {
    try {
      action.run();
    } catch (JpodException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Test
  void manyContainersStartAndEndAtOnce() throws InterruptedException, ExecutionException {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      ids.add(rig.create(Wish.of("sleep", "1000").restarting(When.ALWAYS, 0)));
    }
    inParallel(ids, rig.containers::start);

    assertThat(ids).allSatisfy(id -> assertThat(rig.status(id).word()).isEqualTo("running"));

    inParallel(ids, id -> rig.containers.remove(id, RemovalMode.KILL_FIRST));

    assertThat(rig.observer.observe().containers()).isEmpty();
  }

  @Test
  void oneContainerThatManyStartRunsOnce() throws InterruptedException, ExecutionException {
    String id = rig.create(Wish.script("echo started; sleep 1000"));

    inParallel(List.of(id, id, id, id), rig.containers::start);

    EngineRig.eventually("it started", () -> !rig.log(id).isEmpty());
    assertThat(rig.log(id)).containsExactly("STDOUT started");
  }

  private static void inParallel(List<String> ids, Consumer<String> action)
      throws InterruptedException, ExecutionException {
    try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      List<Future<?>> running = new ArrayList<>();
      for (String id : ids) {
        running.add(threads.submit(() -> action.accept(id)));
      }
      for (Future<?> one : running) {
        one.get();
      }
    }
  }

  private void assertStartFails(Wish wish, String message) {
    String id = rig.create(wish);

    assertThatThrownBy(() -> rig.containers.start(id))
        .isInstanceOf(JpodException.class)
        .hasMessage(message);
  }

  private static Resources memory(long mebibytes) {
    return new Resources(
        mebibytes << 20, null, null, null, null, null, null, null, null, List.of());
  }

  @Test
  void aStartIsUndoneWhenItsStarterDies() throws Exception {
    String id = rig.create(Wish.of("sleep", "1000"));
    Process script = beginStart(id);

    script.getInputStream().close();
    script.getOutputStream().close();
    script.waitFor();

    assertThat(rig.status(id)).isInstanceOf(ContainerStatus.Exited.class);
    assertThat(rig.bundle(id).resolve("merged")).isEmptyDirectory();
    rig.containers.start(id);
    assertThat(rig.status(id)).isInstanceOf(ContainerStatus.Running.class);
  }

  @Test
  void aContainerIsNotTakenToRunWhoseScriptDiedBeforeItsFirstInstruction() throws Exception {
    String id = rig.create(Wish.of("sleep", "1000"));

    beginStart(id).destroyForcibly().waitFor();

    assertThat(rig.status(id)).isInstanceOf(ContainerStatus.Created.class);
    rig.containers.start(id);
    assertThat(rig.status(id)).isInstanceOf(ContainerStatus.Running.class);
  }

  /** The launch script at the point where it waits for the word to go on. */
  private Process beginStart(String id) throws IOException {
    ContainerFiles files = rig.files(id);
    Files.createDirectories(files.exitFolder());
    Process script =
        new ProcessBuilder(
                "sh",
                rig.workshop.script().installed().toString(),
                "start",
                files.bundle().toString(),
                files.run().toString())
            .start();
    EngineRig.eventually("it is made", () -> Vitals.read(files).isRunning());
    return script;
  }
}
