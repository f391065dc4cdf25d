package dev.jpod.apply;

import dev.jpod.engine.Engine;
import dev.jpod.host.HostUser;
import dev.jpod.image.ImageStore;
import dev.jpod.manifest.ManifestText;
import dev.jpod.manifest.StackReader;
import dev.jpod.manifest.Variables;
import dev.jpod.plan.VolumeFate;
import dev.jpod.reconcile.ApplyListener;
import dev.jpod.reconcile.ContentReader;
import dev.jpod.reconcile.Drain;
import dev.jpod.reconcile.ImageRules;
import dev.jpod.reconcile.Outcome;
import dev.jpod.reconcile.Proposal;
import dev.jpod.reconcile.Reconciler;
import dev.jpod.reconcile.RunOptions;
import dev.jpod.store.StackFiles;
import dev.jpod.store.StackRevision.Source;
import dev.jpod.store.StackStore;
import dev.jpod.store.StoreLayout;
import dev.jpod.transfer.StoreCatalog;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Applies and destroys in this process, on the real engine. */
final class InProcess {
  private final Reconciler reconciler;

  /**
   * @param wrapped what stands between the reconciler and its files
   */
  InProcess(StoreLayout layout, UnaryOperator<StackStore> wrapped) {
    ImageStore images = ImageStore.open(layout.root());
    this.reconciler =
        new Reconciler(
            Engine.over(layout, images, HostUser.ofProcess()),
            images,
            new StoreCatalog(images),
            name -> wrapped.apply(new StackFiles(layout, name)),
            new ContentReader(Map.of(), _ -> new byte[0]),
            Clock.systemUTC());
  }

  Outcome apply(String stack) {
    StackReader.Read read =
        StackReader.read(List.of(new ManifestText("stack.yaml", "/", stack)), Variables.NONE);
    Proposal proposal =
        new Proposal(
            read,
            List.of(new Source("stack.yaml", "/", stack)),
            "stack.yaml",
            Map.of(),
            ImageRules.OF_STACK);
    return reconciler.apply(proposal, RunOptions.DEFAULT, ApplyListener.SILENT, new Drain());
  }

  Outcome destroy(String stack) {
    return reconciler.destroy(
        stack, VolumeFate.REMOVE, RunOptions.DEFAULT, ApplyListener.SILENT, new Drain());
  }
}
