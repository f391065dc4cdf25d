package dev.jpod.cli;

import dev.jpod.cli.Settings.Verbosity;
import dev.jpod.engine.Engine;
import dev.jpod.image.ImageStore;
import dev.jpod.store.StoreLayout;
import org.jspecify.annotations.Nullable;

/** The composition root: makes each room when a command first asks for it. */
final class Wiring {
  private final Surroundings around;
  private final Console console;
  private final Settings settings;
  private final Failures failures;
  private @Nullable StoreLayout layout;
  private @Nullable Engine engine;
  private @Nullable ImageStore images;

  Wiring(Surroundings around, Console console, Settings settings, Failures failures) {
    this.around = around;
    this.console = console;
    this.settings = settings;
    this.failures = failures;
  }

  Surroundings around() {
    return around;
  }

  Console console() {
    return console;
  }

  Settings settings() {
    return settings;
  }

  /** For commands that go on after a failure. */
  Failures failures() {
    return failures;
  }

  boolean isQuiet() {
    return settings.verbosity() == Verbosity.QUIET;
  }

  StoreLayout layout() {
    if (layout == null) {
      layout = settings.layout();
    }
    return layout;
  }

  Engine engine() {
    if (engine == null) {
      engine = Engine.over(layout());
    }
    return engine;
  }

  ImageStore images() {
    if (images == null) {
      images = ImageStore.open(layout().root());
    }
    return images;
  }
}
