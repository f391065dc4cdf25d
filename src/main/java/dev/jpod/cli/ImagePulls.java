package dev.jpod.cli;

import dev.jpod.image.Image;
import dev.jpod.image.Platform;
import dev.jpod.model.Container.PullPolicy;
import dev.jpod.model.Failure;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import dev.jpod.podman.StorageSettings;
import dev.jpod.registry.Registries;
import dev.jpod.registry.RegistrySettings;
import dev.jpod.transfer.Arriving;
import dev.jpod.transfer.ImageCatalog;
import dev.jpod.transfer.InPlace;
import dev.jpod.transfer.LocalTrust;
import dev.jpod.transfer.Location;
import dev.jpod.transfer.ResolvedImage;
import dev.jpod.transfer.TransferListener;
import dev.jpod.transfer.Transports;
import java.util.List;
import java.util.function.Function;

/** Pulls images from wherever they are, one after the other, and shows how far they have come. */
final class ImagePulls {
  private static final String PULLED = "pulled";

  private final Wiring wiring;
  private final Registries registries;
  private final Platform platform;
  private final PullPolicy policy;
  private final ImageCatalog catalog;

  ImagePulls(Wiring wiring, RegistrySettings asked, Platform platform, PullPolicy policy) {
    this.wiring = wiring;
    this.registries = wiring.registries(asked);
    this.platform = platform;
    this.policy = policy;
    this.catalog = wiring.catalog(registries, platform);
  }

  /** Brings the image of a place into the store, unless it is there. */
  Image pull(Location place) {
    return switch (place) {
      case Location.Name name -> obtain(first(registries.candidates(name.text())));
      case Location.Registry registry -> obtain(catalog.resolve(registry.reference(), policy));
      case Location.Local local -> take(local);
      case Location.Storage storage ->
          shown(
              storage,
              _ ->
                  new InPlace(wiring.gatekeeper())
                      .take(
                          storage,
                          StorageSettings.ofHost(wiring.around().environment()),
                          wiring.images()));
    };
  }

  /** The first of several that is there. */
  private ResolvedImage first(List<ImageReference> candidates) {
    JpodException failure = null;
    for (ImageReference candidate : candidates) {
      try {
        return catalog.resolve(candidate, policy);
      } catch (JpodException e) {
        if (e.failure() == Failure.REFUSED) {
          throw e;
        }
        if (failure != null) {
          e.addSuppressed(failure);
        }
        failure = e;
      }
    }
    throw failure == null ? new IllegalStateException("a name stands for nothing") : failure;
  }

  private Image obtain(ResolvedImage image) {
    switch (image.presence()) {
      case STORED -> {
        if (!wiring.isQuiet()) {
          wiring.console().note("up to date: " + image.reference() + "  " + image.digest());
        }
      }
      case REMOTE ->
          PullProgress.during(
              image.reference().toString(),
              image.size(),
              PULLED,
              wiring,
              listener -> {
                catalog.obtain(image, listener);
                return image;
              });
    }
    return wiring
        .images()
        .resolve(image.manifest().value())
        .orElseThrow(() -> ImageNames.goneAgain(image.reference()));
  }

  private Image take(Location.Local place) {
    Arriving arriving =
        new Arriving(List.of(), platform, LocalTrust.gate(wiring.gatekeeper(), place));
    return shown(place, listener -> Transports.pull(place, wiring.images(), arriving, listener));
  }

  private Image shown(Location place, Function<TransferListener, Image> transfer) {
    return PullProgress.during(
        place.toString(), 0, wiring, transfer, image -> PULLED + " " + place + told(image));
  }

  private static String told(Image image) {
    List<String> names = image.references().stream().map(ImageReference::toString).toList();
    return " as "
        + (names.isEmpty() ? image.id().shortHex() : String.join(", ", names))
        + "  "
        + Sizes.text(image.size());
  }
}
