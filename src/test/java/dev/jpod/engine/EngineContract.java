package dev.jpod.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.model.VolumeSpec;
import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.ContainerStatus.Cause;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedVolume;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What every engine promises, the one in memory and the one on a real runtime. */
interface EngineContract {
  String ID = "c0ffee" + "0".repeat(58);
  String UNKNOWN = "dead" + "0".repeat(60);

  /** An engine without containers and volumes. */
  Engine engine();

  /** A container with this id whose process runs until it is stopped. */
  ContainerRequest request(String id);

  @Test
  default void aNewContainerIsCreatedAndNotRunning() {
    containers().create(request(ID));

    ObservedContainer found = engine().observer().observe(ID);
    assertThat(found.status()).isInstanceOf(ContainerStatus.Created.class);
    assertThat(found.owner()).isEqualTo(request(ID).instance().key());
    assertThat(found.generation()).isEqualTo(1);
  }

  @Test
  default void anIdIsTakenOnce() {
    containers().create(request(ID));

    assertThatThrownBy(() -> containers().create(request(ID))).isInstanceOf(JpodException.class);
    assertThat(status()).isInstanceOf(ContainerStatus.Created.class);
  }

  @Test
  default void startingTwiceIsStartingOnce() {
    containers().create(request(ID));
    containers().start(ID);
    ContainerStatus running = status();

    containers().start(ID);

    assertThat(running).isInstanceOf(ContainerStatus.Running.class);
    assertThat(status()).isEqualTo(running);
  }

  @Test
  default void aContainerDoesNotRunBeforeItsGateIsOpen() {
    containers().create(request(ID));

    containers()
        .start(ID, () -> assertThat(status()).isNotInstanceOf(ContainerStatus.Running.class));

    assertThat(status()).isInstanceOf(ContainerStatus.Running.class);
  }

  @Test
  default void aContainerWhoseGateFailsCanBeStartedLater() {
    containers().create(request(ID));
    Gate failing =
        () -> {
          throw JpodException.failed("the network is not there", "");
        };

    assertThatThrownBy(() -> containers().start(ID, failing))
        .isInstanceOf(JpodException.class)
        .hasMessage("the network is not there");
    assertThat(status().isAlive()).isFalse();

    containers().start(ID);
    assertThat(status()).isInstanceOf(ContainerStatus.Running.class);
  }

  @Test
  default void stoppingTwiceIsStoppingOnce() {
    containers().create(request(ID));
    containers().start(ID);

    containers().stop(ID, Requester.RECONCILER, Duration.ofMillis(100));
    containers().stop(ID, Requester.RECONCILER, Duration.ofMillis(100));

    assertThat(status())
        .isInstanceOfSatisfying(
            ContainerStatus.Exited.class,
            exited -> assertThat(exited.cause()).isEqualTo(Cause.STOPPED));
  }

  @Test
  default void aStoppedContainerCanBeStartedAgain() {
    containers().create(request(ID));
    containers().start(ID);
    containers().restart(ID, Duration.ofMillis(100));

    assertThat(status()).isInstanceOf(ContainerStatus.Running.class);
  }

  @Test
  default void onlyARunningContainerIsSignalledOrPaused() {
    containers().create(request(ID));

    assertThatThrownBy(() -> containers().kill(ID, "KILL")).isInstanceOf(JpodException.class);
    assertThatThrownBy(() -> containers().pause(ID)).isInstanceOf(JpodException.class);
    assertThat(status()).isInstanceOf(ContainerStatus.Created.class);
  }

  @Test
  default void aPausedContainerGoesOnOrIsStopped() {
    containers().create(request(ID));
    containers().start(ID);

    containers().pause(ID);
    assertThat(status()).isInstanceOf(ContainerStatus.Paused.class);
    containers().unpause(ID);
    assertThat(status()).isInstanceOf(ContainerStatus.Running.class);
    containers().pause(ID);
    containers().stop(ID, Requester.RECONCILER, Duration.ofMillis(100));

    assertThat(status()).isInstanceOf(ContainerStatus.Exited.class);
  }

  @Test
  default void aRunningContainerIsNotRemovedUnasked() {
    containers().create(request(ID));
    containers().start(ID);

    assertThatThrownBy(() -> containers().remove(ID, RemovalMode.ONLY_STOPPED))
        .isInstanceOf(JpodException.class);
    assertThat(status()).isInstanceOf(ContainerStatus.Running.class);

    containers().remove(ID, RemovalMode.KILL_FIRST);
    containers().remove(ID, RemovalMode.KILL_FIRST);

    assertThat(engine().observer().observe().containers()).isEmpty();
  }

  @Test
  default void whatIsNotThereIsNotFound() {
    assertThatThrownBy(() -> containers().start(UNKNOWN))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.NOT_FOUND));
    assertThatThrownBy(() -> engine().observer().observe(UNKNOWN))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.NOT_FOUND));
    assertThatThrownBy(() -> engine().volumes().inspect("no"))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.NOT_FOUND));
  }

  @Test
  default void aRewrittenRecordKeepsTheNewFieldsAndTheContainerRuns() {
    containers().create(request(ID));
    containers().start(ID);
    ContainerStatus running = status();

    containers().rewriteRecord(ID, request(ID).instance(), new TreeMap<>(Map.of("labels.a", "b")));

    assertThat(engine().observer().observe(ID).applied())
        .containsExactly(Map.entry("labels.a", "b"));
    assertThat(status()).isEqualTo(running);
  }

  @Test
  default void aContainerIsGivenBackByItsOwnStackAloneAndTakenOverByItsRecord() {
    String stack = request(ID).instance().key().stack();
    containers().create(request(ID));

    containers().disown(ID, "another-" + stack);
    assertThat(engine().observer().observe(ID).owner()).isEqualTo(request(ID).instance().key());

    containers().disown(ID, stack);
    containers().disown(ID, stack);
    assertThat(engine().observer().observe(ID).owner()).isNull();

    containers().rewriteRecord(ID, request(ID).instance(), new TreeMap<>());
    assertThat(engine().observer().observe(ID).owner()).isEqualTo(request(ID).instance().key());
  }

  @Test
  default void aVolumeOfNobodyIsTakenOverOnceAndGivenBack() {
    engine().volumes().create("db", null, Map.of("a", "b"));

    engine().volumes().relabel("db", "shop", VolumeSpec.PLAIN);

    assertThat(engine().volumes().inspect("db").stack()).isEqualTo("shop");
    assertThat(engine().volumes().inspect("db").labels()).isEmpty();
    assertThatThrownBy(() -> engine().volumes().relabel("db", "other", VolumeSpec.PLAIN))
        .isInstanceOf(JpodException.class);
    engine().volumes().disown("db", "other", Map.of("c", "d"));
    assertThat(engine().volumes().inspect("db").stack()).isEqualTo("shop");

    engine().volumes().disown("db", "shop", Map.of("a", "b"));

    assertThat(engine().volumes().inspect("db").stack()).isNull();
    assertThat(engine().volumes().inspect("db").labels()).containsExactly(Map.entry("a", "b"));
  }

  @Test
  default void aVolumeIsMadeOnceAndFoundUntilItIsRemoved() {
    engine().volumes().create("db", "shop", Map.of("a", "b"));
    engine().volumes().create("db", "other", Map.of());

    assertThat(engine().volumes().inspect("db").labels()).containsExactly(Map.entry("a", "b"));
    assertThat(engine().observer().observe().volumes())
        .containsExactly(Map.entry("db", new ObservedVolume("shop", Map.of("a", "b"))));

    engine().volumes().remove("db");
    engine().volumes().remove("db");

    assertThat(engine().observer().observe().volumes()).isEmpty();
  }

  private Containers containers() {
    return engine().containers();
  }

  private ContainerStatus status() {
    return engine().observer().observe(ID).status();
  }
}
