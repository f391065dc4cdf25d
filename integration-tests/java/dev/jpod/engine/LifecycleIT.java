package dev.jpod.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.engine.EngineRig.Wish;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life of containers on real runc, from creation to removal. */
class LifecycleIT {
  private static final Duration LONG = Duration.ofSeconds(20);

  private EngineRig rig;
  private Leftovers before;

  @BeforeEach
  void open() throws IOException {
    before = Leftovers.now();
    rig = new EngineRig();
  }

  @AfterEach
  void close() throws IOException {
    rig.close();
    assertThat(Leftovers.now()).isEqualTo(before);
  }

  @Test
  void aContainerIsCreatedStartedStoppedAndRemoved() {
    String id = rig.run(Wish.of("sleep", "1000"));
    ContainerFiles files = rig.workshop.files(id);

    assertThat(Vitals.read(files).isRunning()).isTrue();

    rig.containers.stop(id, Requester.OPERATOR, Duration.ofMillis(200));

    assertThat(Vitals.read(files).state()).isEqualTo(Vitals.State.EXITED);
    assertThat(Vitals.read(files).exitCode()).isEqualTo(137);

    rig.containers.remove(id, RemovalMode.ONLY_STOPPED);

    assertThat(files.bundle()).doesNotExist();
    assertThat(files.run()).doesNotExist();
  }

  @Test
  void theExitCodeIsTheProcesses() {
    String id = rig.run(Wish.script("sleep 0.2; exit 3"));

    assertThat(rig.containers.awaitExit(id, LONG)).isEqualTo(3);
  }

  @Test
  void aMissingProgramIsNamed() {
    String id = rig.create(Wish.of("nope"));

    assertThatThrownBy(() -> rig.containers.start(id))
        .isInstanceOf(JpodException.class)
        .hasMessageContaining("\"nope\": executable file not found")
        .hasMessageStartingWith("container 'shop-web-0' could not be started: ");
  }
}
