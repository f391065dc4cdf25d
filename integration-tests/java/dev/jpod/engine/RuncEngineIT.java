package dev.jpod.engine;

import dev.jpod.engine.EngineRig.Wish;
import java.io.IOException;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Holds the engine on real runc to its contract. */
class RuncEngineIT implements EngineContract {
  private EngineRig rig;

  @BeforeEach
  void open() throws IOException {
    rig = new EngineRig();
    rig.removeAtEnd(ID);
  }

  @AfterEach
  void close() throws IOException {
    rig.close();
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
