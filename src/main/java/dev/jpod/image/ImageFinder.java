package dev.jpod.image;

import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds what a person means by a name: a reference, a digest, an image id or its start. */
record ImageFinder(OciLayout layout, ImageIndex index) {
  private static final int SHORTEST_ID = 4;
  private static final int WHOLE_ID = 64;

  /** How a person named an image. */
  enum Via {
    REFERENCE,
    ID
  }

  /** What was found, and how. */
  record Match(Descriptor manifest, Via via) {}

  /** What the text names; null when there is nothing. */
  @Nullable Match find(String text) {
    String hex = text.startsWith("sha256:") ? text.substring("sha256:".length()) : text;
    if (hex.length() == WHOLE_ID && isHex(hex)) {
      return match(byDigest(Digest.sha256(hex)), Via.ID);
    }
    Match named = match(byReference(text), Via.REFERENCE);
    if (named != null || hex.length() < SHORTEST_ID || hex.length() > WHOLE_ID || !isHex(hex)) {
      return named;
    }
    return match(byShortId(hex), Via.ID);
  }

  /** What the text names, which must be there. */
  Match require(String text) {
    Match found = find(text);
    if (found == null) {
      throw JpodException.notFound(
          "there is no image '" + text + "' in the store",
          "'jpod images' lists what is there, and 'jpod pull' brings in more");
    }
    return found;
  }

  private static @Nullable Match match(@Nullable Descriptor manifest, Via via) {
    return manifest == null ? null : new Match(manifest, via);
  }

  /** Every entry of the index whose manifest has this image id. */
  List<Descriptor> withId(Digest id) {
    List<Descriptor> found = new ArrayList<>();
    for (Descriptor manifest : index.manifests()) {
      if (MediaTypes.isManifest(manifest.mediaType()) && idOf(manifest).equals(id)) {
        found.add(manifest);
      }
    }
    return found;
  }

  Digest idOf(Descriptor manifest) {
    return layout.manifest(manifest).config().digest();
  }

  private @Nullable Descriptor byDigest(Digest digest) {
    for (Descriptor manifest : index.manifests()) {
      if (manifest.digest().equals(digest) && MediaTypes.isManifest(manifest.mediaType())) {
        return manifest;
      }
    }
    for (Descriptor manifest : index.manifests()) {
      if (MediaTypes.isManifest(manifest.mediaType()) && idOf(manifest).equals(digest)) {
        return manifest;
      }
    }
    return null;
  }

  private @Nullable Descriptor byReference(String text) {
    ImageReference wanted;
    try {
      wanted = ImageReference.of(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
    Descriptor found = byReference(wanted);
    if (found == null && isShort(text)) {
      found = byReference(ImageReference.of("localhost/" + text));
    }
    return found;
  }

  private @Nullable Descriptor byReference(ImageReference wanted) {
    for (Descriptor manifest : index.manifests()) {
      if (MediaTypes.isManifest(manifest.mediaType()) && matches(wanted, manifest)) {
        return manifest;
      }
    }
    return null;
  }

  /** What a tag has moved away from has no name any more, and still is what its digest says. */
  private static boolean matches(ImageReference wanted, Descriptor manifest) {
    ImageReference reference = manifest.reference();
    if (wanted.equals(reference)) {
      return true;
    }
    Digest digest = wanted.digest();
    return digest != null
        && (reference == null || wanted.name().equals(reference.name()))
        && (digest.equals(manifest.digest()) || digest.equals(manifest.index()));
  }

  /** Whether the text leaves the registry to us: locally built images have {@code localhost}. */
  private static boolean isShort(String text) {
    ImageReference reference = ImageReference.of(text);
    return reference.registry().equals("docker.io") && !text.startsWith("docker.io/");
  }

  private @Nullable Descriptor byShortId(String start) {
    Map<Digest, Descriptor> found = new LinkedHashMap<>();
    for (Descriptor manifest : index.manifests()) {
      if (MediaTypes.isManifest(manifest.mediaType())) {
        Digest id = idOf(manifest);
        if (id.hex().startsWith(start)) {
          found.putIfAbsent(id, manifest);
        }
      }
    }
    if (found.size() > 1) {
      throw new JpodException(
          Failure.USAGE,
          "the short image id '" + start + "' fits " + found.size() + " images",
          "give more digits of the id");
    }
    return found.isEmpty() ? null : found.values().iterator().next();
  }

  private static boolean isHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }
}
