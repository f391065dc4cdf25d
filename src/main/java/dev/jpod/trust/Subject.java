package dev.jpod.trust;

import dev.jpod.model.Digest;
import dev.jpod.model.ImageReference;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image that a policy is asked about.
 *
 * @param name how people call it
 * @param scopes what a policy may call it, the narrowest first
 * @param reference what a signature may call it; null where the transport knows no such name
 * @param digests of its manifest, and of the indexes that led to it; each of them must have been
 *     compared with the content that it names, and the manifest must be one that the index names
 */
public record Subject(
    Transport transport,
    String name,
    List<String> scopes,
    @Nullable ImageReference reference,
    List<Digest> digests) {
  public Subject {
    scopes = List.copyOf(scopes);
    digests = List.copyOf(digests);
    if (digests.isEmpty()) {
      throw new IllegalArgumentException("the image '" + name + "' needs a digest");
    }
  }

  /**
   * An image of a registry, by the reference that a person gave. A tag beside a digest counts for
   * nothing: nobody has compared the two.
   */
  public static Subject inRegistry(ImageReference reference, List<Digest> digests) {
    ImageReference meant =
        reference.digest() == null
            ? reference
            : new ImageReference(
                reference.registry(), reference.repository(), null, reference.digest());
    return new Subject(
        Transport.DOCKER, reference.toString(), Scopes.ofRegistry(meant), meant, digests);
  }

  /** An image in a folder or a file. */
  public static Subject atPath(Transport transport, Path path, List<Digest> digests) {
    return new Subject(
        transport, transport.word() + ":" + path, Scopes.ofPath(transport, path), null, digests);
  }

  /**
   * An image in the store of Podman and Buildah.
   *
   * @param driver for example {@code overlay}
   * @param id the image's id, when it was asked for by that; null otherwise
   */
  public static Subject inStorage(
      String driver,
      Path root,
      @Nullable ImageReference reference,
      @Nullable Digest id,
      List<Digest> digests) {
    return new Subject(
        Transport.CONTAINERS_STORAGE,
        "containers-storage:" + (reference == null ? "@" + id : reference),
        Scopes.ofStorage("[" + driver + "@" + root + "]", "[" + root + "]", reference, id),
        reference,
        digests);
  }
}
