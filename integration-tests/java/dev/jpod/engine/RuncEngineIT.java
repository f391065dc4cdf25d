package dev.jpod.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.engine.EngineRig.Wish;
import java.io.IOException;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Holds the engine on real runc to its contract. */
class RuncEngineIT implements EngineContract {
  private EngineRig rig;
  private Leftovers before;

  @BeforeEach
  void open() throws IOException {
    before = Leftovers.now();
    rig = new EngineRig();
  }

  @AfterEach
  void close() throws IOException {
    rig.containers.remove(ID, RemovalMode.KILL_FIRST);
    rig.close();
    assertThat(Leftovers.now()).isEqualTo(before);
  }

  @Override
  public Engine engine() {
    return rig.engine;
  }

  @Override
  public ContainerRequest request(String id) {
    return new ContainerRequest(
        id, Wish.of("sleep", "1000").instance(), 1, new TreeMap<>(), "runc");
  }
}
