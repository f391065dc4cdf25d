package dev.jpod.transfer;

import dev.jpod.model.Container.PullPolicy;
import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.HealthCheck;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The catalog of a host: what its store has, and what registries have. */
public final class HostCatalog implements ImageCatalog {
  private final StoreCatalog store;
  private final Supplier<RegistryImages> maker;
  private @Nullable RegistryImages registries;

  /**
   * @param registries makes them; called at most once, when a registry has to be asked
   */
  public HostCatalog(StoreCatalog store, Supplier<RegistryImages> registries) {
    this.store = store;
    this.maker = registries;
  }

  private synchronized RegistryImages registries() {
    if (registries == null) {
      registries = maker.get();
    }
    return registries;
  }

  @Override
  public ResolvedImage resolve(ImageReference reference, PullPolicy policy) {
    if (policy == PullPolicy.NEVER || reference.isOfThisHost()) {
      return store.resolve(reference, policy);
    }
    ResolvedImage stored = store.find(reference);
    if (stored != null && policy == PullPolicy.MISSING) {
      return stored;
    }
    try {
      return registries().resolve(reference, stored);
    } catch (JpodException e) {
      if (stored != null && policy == PullPolicy.NEWER && e.failure() == Failure.UNREACHABLE) {
        return stored;
      }
      throw e;
    }
  }

  @Override
  public synchronized @Nullable HealthCheck healthCheck(Digest id) {
    return registries == null ? null : registries.healthCheck(id);
  }

  @Override
  public void obtain(ResolvedImage image, TransferListener listener) {
    registries().obtain(image, listener);
  }
}
