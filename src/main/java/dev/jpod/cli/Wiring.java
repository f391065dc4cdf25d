package dev.jpod.cli;

import dev.jpod.cli.Settings.Verbosity;
import dev.jpod.diff.FieldOrigins;
import dev.jpod.doctor.Doctor;
import dev.jpod.engine.Engine;
import dev.jpod.host.ProcessRunner;
import dev.jpod.image.ImageMounts;
import dev.jpod.image.ImageNeeds;
import dev.jpod.image.ImageStore;
import dev.jpod.image.Platform;
import dev.jpod.image.UnionChoice;
import dev.jpod.reconcile.ContentReader;
import dev.jpod.reconcile.NeededImages;
import dev.jpod.reconcile.Reconciler;
import dev.jpod.reconcile.StackBasis;
import dev.jpod.registry.Registries;
import dev.jpod.registry.RegistrySettings;
import dev.jpod.registry.RegistrySettings.Patience;
import dev.jpod.store.StackFiles;
import dev.jpod.store.StackStore;
import dev.jpod.store.StoreLayout;
import dev.jpod.transfer.HostCatalog;
import dev.jpod.transfer.ImageCatalog;
import dev.jpod.transfer.RegistryImages;
import dev.jpod.transfer.RegistryTrust;
import dev.jpod.transfer.StoreCatalog;
import dev.jpod.trust.Gatekeeper;
import dev.jpod.trust.Policy;
import dev.jpod.trust.SignatureStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
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
  private @Nullable Gatekeeper gatekeeper;

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
      if (!Files.exists(layout.root().resolve("images"))) {
        Doctor.requirePlace(layout.root());
      }
    }
    return layout;
  }

  Engine engine() {
    if (engine == null) {
      engine =
          Engine.over(
              layout(),
              images(),
              around.caller().user(),
              settings.rootlessNetwork(),
              settings.unavailableLimits());
    }
    return engine;
  }

  ImageStore images() {
    if (images == null) {
      images =
          ImageStore.open(
              layout().root(),
              settings.unpackLimits(),
              new UnionChoice(around.caller().user(), settings.storageDriver()));
    }
    return images;
  }

  /** What images names mean, for this host. */
  ImageCatalog catalog() {
    return new HostCatalog(
        new StoreCatalog(images()),
        () -> remote(registries(registrySettings()), Platform.ofHost()));
  }

  /** What images names mean, asked of these registries and for this platform. */
  ImageCatalog catalog(Registries registries, Platform platform) {
    return new HostCatalog(new StoreCatalog(images()), () -> remote(registries, platform));
  }

  /** The registries, asked in this way; each call makes others, which read the settings anew. */
  Registries registries(RegistrySettings asked) {
    return new Registries(asked);
  }

  private RegistryImages remote(Registries registries, Platform platform) {
    return new RegistryImages(images(), registries, trust(registries), platform);
  }

  /** Who lets images in, by the policy of the user or the host, which is read once. */
  Gatekeeper gatekeeper() {
    if (gatekeeper == null) {
      gatekeeper = new Gatekeeper(Policy.ofHost(around.environment()), new ProcessRunner());
    }
    return gatekeeper;
  }

  private RegistryTrust trust(Registries asked) {
    return new RegistryTrust(
        gatekeeper(),
        () -> SignatureStores.ofHost(around.environment(), Path.of("/"), around.user()),
        asked::webFiles);
  }

  /** How registries are reached and asked, as the host and the user have set it. */
  RegistrySettings registrySettings() {
    RegistrySettings usual =
        RegistrySettings.of(VersionCommand.version(), around.environment(), around.user());
    Duration timeout = settings.registryTimeout();
    return timeout == null ? usual : usual.with(Patience.USUAL.withSilence(timeout));
  }

  /** The images that are mounted on this host. */
  ImageMounts imageMounts() {
    return new ImageMounts(layout().runroot());
  }

  /** Which images containers, stacks and mounts count on right now. */
  ImageNeeds neededImages() {
    return NeededImages.of(engine().observer(), layout())
        .withMounted(imageMounts().list().keySet());
  }

  /** The state of the stack of a name. */
  StackStore stack(String name) {
    return new StackFiles(layout(), name);
  }

  Reconciler reconciler() {
    return new Reconciler(
        engine(),
        images(),
        catalog(),
        this::stack,
        new ContentReader(around.environment(), argv -> SecretProgram.run(argv, around)),
        Clock.systemUTC());
  }

  /** How a plan of the stack is shown. */
  PlanView planView(String stack, FieldOrigins origins) {
    return new PlanView(origins, () -> StackBasis.of(stack(stack)), console.symbols(), failures);
  }
}
