package dev.jpod.engine;

import dev.jpod.engine.EngineRig.Wish;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;

/** Holds the engine on real runc to its contract. */
class RuncEngineIT extends FreshEngine implements EngineContract {
  @BeforeEach
  void takeCare() {
    rig.removeAtEnd(ID);
  }

  @Override
  public Engine engine() {
    return rig.engine;
  }

  @Override
  public ContainerRequest request(String id) {
    return new ContainerRequest(
        id, Wish.of("sleep", "1000").instance(), null, 1, new TreeMap<>(), "runc");
  }
}
