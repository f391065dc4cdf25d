package dev.jpod.engine;

import dev.jpod.store.StoreLayout;

/**
 * The engine over one store. Making it reads and changes nothing; each room is made when it is
 * first asked for.
 */
public interface Engine {
  /** The engine over the store at the given place. */
  @SuppressWarnings("DoNotCallSuggester")
  static Engine over(StoreLayout layout) {
    throw new UnsupportedOperationException(layout.toString());
  }

  /** Where everything of this engine lies. */
  StoreLayout layout();

  Containers containers();

  Volumes volumes();

  Observer observer();

  Logs logs();

  Exec exec();
}
