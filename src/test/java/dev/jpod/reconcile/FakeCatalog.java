package dev.jpod.reconcile;

import dev.jpod.diff.FixedResolution;
import dev.jpod.image.Image;
import dev.jpod.image.ImageStore;
import dev.jpod.image.ImportOptions;
import dev.jpod.model.Container.PullPolicy;
import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import dev.jpod.transfer.ImageCatalog;
import dev.jpod.transfer.ResolvedImage;
import dev.jpod.transfer.ResolvedImage.Presence;
import dev.jpod.transfer.TransferListener;
import dev.jpod.transfer.TransferListener.Fate;
import dev.jpod.transfer.TransferListener.Part;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** A store, and a registry in memory whose images differ by the second in which they were made. */
final class FakeCatalog implements ImageCatalog {
  /** What the registry was asked for and what it sent, in order. */
  final List<String> calls = Collections.synchronizedList(new ArrayList<>());

  private final ImageStore store;
  private final Map<String, Long> tags = new ConcurrentHashMap<>();
  private final Map<Digest, Long> content = new ConcurrentHashMap<>();
  private final Map<String, JpodException> failures = new HashMap<>();
  private Runnable beforeSending = () -> {};

  FakeCatalog(ImageStore store) {
    this.store = store;
  }

  /** Lets a tag of the registry point to the image that was made in this second. */
  FakeCatalog has(String reference, long second) {
    tags.put(ImageReference.of(reference).toString(), second);
    content.put(digest(second), second);
    return this;
  }

  /** Lets the next transfer of an image fail. */
  void failOnceWith(String reference, JpodException failure) {
    failures.put(ImageReference.of(reference).toString(), failure);
  }

  void beforeSending(Runnable action) {
    beforeSending = action;
  }

  static Digest digest(long second) {
    return Digest.sha256(FixedResolution.hash("index " + second));
  }

  @Override
  public ResolvedImage resolve(ImageReference reference, PullPolicy policy) {
    Optional<Image> stored = store.resolve(plain(reference).toString()).filter(fits(reference));
    boolean asksStore = policy == PullPolicy.MISSING || policy == PullPolicy.NEVER;
    if (stored.isPresent() && asksStore) {
      return resolved(reference, stored.get(), Presence.STORED);
    }
    if (policy == PullPolicy.NEVER) {
      throw JpodException.notFound("'" + reference + "' is not in the store", "");
    }
    calls.add("resolve " + reference);
    Long second =
        reference.digest() == null
            ? tags.get(reference.toString())
            : content.get(reference.digest());
    if (second == null) {
      throw JpodException.notFound("there is no image '" + reference + "'", "");
    }
    Presence presence =
        stored.isPresent() && stored.get().created().getEpochSecond() == second
            ? Presence.STORED
            : Presence.REMOTE;
    return new ResolvedImage(reference, digest(second), digest(second), id(second), 1024, presence);
  }

  private static Predicate<Image> fits(ImageReference reference) {
    return image ->
        reference.digest() == null
            || reference.digest().equals(digest(image.created().getEpochSecond()));
  }

  private static ResolvedImage resolved(ImageReference reference, Image image, Presence presence) {
    Digest digest = digest(image.created().getEpochSecond());
    return new ResolvedImage(reference, digest, digest, image.id(), image.size(), presence);
  }

  /** The id that the store gives to what is made in this second. */
  private Digest id(long second) {
    return ids.computeIfAbsent(second, this::importForItsId);
  }

  private final Map<Long, Digest> ids = new ConcurrentHashMap<>();

  private Digest importForItsId(long second) {
    return bringIn(second, ImageReference.of("localhost/made-in:" + second)).id();
  }

  private Image bringIn(long second, ImageReference name) {
    return store.importRootfs(
        new ByteArrayInputStream(new byte[1024]),
        name,
        ImportOptions.at(Instant.ofEpochSecond(second)));
  }

  @Override
  public void obtain(ResolvedImage image, TransferListener listener) {
    Part part = new Part(image.digest(), image.size());
    listener.began(part);
    beforeSending.run();
    JpodException failure = failures.remove(image.reference().toString());
    calls.add("obtain " + image.reference() + " " + image.digest().abbreviated());
    if (failure != null) {
      listener.ended(part, Fate.FAILED);
      throw failure;
    }
    Long second = content.get(image.digest());
    if (second == null) {
      throw new JpodException(Failure.NOT_FOUND, "gone: " + image.digest(), "");
    }
    listener.moved(part, image.size());
    bringIn(second, plain(image.reference()));
    listener.ended(part, Fate.TRANSFERRED);
  }

  private static ImageReference plain(ImageReference reference) {
    return reference.tag() == null
        ? reference
        : new ImageReference(reference.registry(), reference.repository(), reference.tag(), null);
  }
}
