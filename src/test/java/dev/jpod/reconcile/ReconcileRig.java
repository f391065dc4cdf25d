package dev.jpod.reconcile;

import dev.jpod.engine.FakeEngine;
import dev.jpod.image.ImageStore;
import dev.jpod.image.ImportOptions;
import dev.jpod.manifest.ManifestText;
import dev.jpod.manifest.StackReader;
import dev.jpod.manifest.Variables;
import dev.jpod.model.ImageReference;
import dev.jpod.store.StackRevision.Source;
import dev.jpod.transfer.StoreCatalog;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A reconciler over an engine in memory, whose secrets and configs come from an environment. */
final class ReconcileRig {
  final MemoryStackStore stack = new MemoryStackStore();
  final Map<String, String> environment =
      new HashMap<>(Map.of("LEVEL", "info", "PAGE", "one", "PASSWORD", "hunter2"));
  final FakeEngine engine;
  final ImageStore images;

  /**
   * @param calls hears of every call of the engine before it is carried out
   */
  ReconcileRig(Path folder, Consumer<String> calls) {
    engine = new FakeEngine(folder, calls);
    images = ImageStore.open(folder.resolve("root"));
    images.importRootfs(
        new ByteArrayInputStream(new byte[1024]),
        ImageReference.of("localhost/busybox:1"),
        ImportOptions.at(Instant.EPOCH));
  }

  Reconciler reconciler() {
    return new Reconciler(
        engine,
        images,
        new StoreCatalog(images),
        _ -> stack,
        new ContentReader(environment, _ -> new byte[0]),
        InstantSource.fixed(Instant.EPOCH));
  }

  /**
   * What a stack file asks for.
   *
   * @param base the folder that it lies in
   */
  Proposal proposal(String base, String text) {
    StackReader.Read read =
        StackReader.read(
            List.of(new ManifestText("stack.yaml", base, text)),
            Variables.of(environment, Map.of(), List.of()));
    return new Proposal(
        read,
        List.of(new Source("stack.yaml", base, text)),
        "stack.yaml",
        read.variables(),
        ImageRules.OF_STACK);
  }
}
