package dev.jpod.engine;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tests that have an engine over a store each, of which nothing may be left in the end. */
abstract class FreshEngine {
  EngineRig rig;

  @BeforeEach
  void open() throws IOException {
    rig = new EngineRig();
  }

  @AfterEach
  void close() throws IOException {
    rig.close();
  }
}
