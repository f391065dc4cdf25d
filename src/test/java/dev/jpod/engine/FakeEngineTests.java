package dev.jpod.engine;

import dev.jpod.engine.EngineRig.Wish;
import java.nio.file.Path;
import java.util.TreeMap;

/** Holds the engine in memory, on which reconcile is tested, to the rules of the real one. */
class FakeEngineTests implements EngineContract {
  private final Engine engine = new FakeEngine(Path.of("/nowhere"), _ -> {});

  @Override
  public Engine engine() {
    return engine;
  }

  @Override
  public ContainerRequest request(String id) {
    return new ContainerRequest(id, Wish.of("true").instance(), null, 1, new TreeMap<>(), "runc");
  }
}
