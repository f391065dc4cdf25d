package dev.jpod.apply;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Tests that have a store each; in the end everything in it is destroyed and nothing may be left.
 */
abstract class FreshStore {
  Store store;

  @BeforeEach
  void open() throws IOException {
    store = new Store();
  }

  @AfterEach
  void destroyAll() throws Exception {
    try (Store opened = store) {
      opened.destroyAll();
    }
  }
}
