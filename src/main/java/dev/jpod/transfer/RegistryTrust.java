package dev.jpod.transfer;

import dev.jpod.model.Digest;
import dev.jpod.model.ImageReference;
import dev.jpod.registry.Repository;
import dev.jpod.registry.WebFiles;
import dev.jpod.trust.Gatekeeper;
import dev.jpod.trust.SignatureStores;
import dev.jpod.trust.Subject;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets only those images of registries pass that the policy allows. Safe for several threads. */
public final class RegistryTrust {
  private final Gatekeeper gatekeeper;
  private final Supplier<SignatureStores> maker;
  private final Supplier<WebFiles> web;
  private @Nullable SignatureStores stores;

  /**
   * @param stores says where signatures are kept; asked at most once, and only when the policy
   *     demands a signature
   * @param web reads those that lie on web servers
   */
  public RegistryTrust(
      Gatekeeper gatekeeper, Supplier<SignatureStores> stores, Supplier<WebFiles> web) {
    this.gatekeeper = gatekeeper;
    this.maker = stores;
    this.web = web;
  }

  /**
   * Returns when an image may be used.
   *
   * @param reference as a person gave it
   * @param digests of its manifest, and of the index that led to it
   * @throws dev.jpod.model.JpodException as {@link Gatekeeper#require} does
   */
  void require(ImageReference reference, List<Digest> digests, Repository repository) {
    gatekeeper.require(
        Subject.inRegistry(reference, digests),
        new RegistrySignatures(repository, reference, this::stores, web));
  }

  private synchronized SignatureStores stores() {
    if (stores == null) {
      stores = maker.get();
    }
    return stores;
  }
}
