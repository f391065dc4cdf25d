package dev.jpod.trust;

import dev.jpod.model.ImageReference;
import org.jspecify.annotations.Nullable;

/** Which names in a signature fit an image; as in containers-policy.json(5). */
public sealed interface SignedIdentity {
  /**
   * Whether a signature that claims this name is one for the image.
   *
   * @param image null where the transport knows no such name, which only the exact ones can do with
   */
  boolean accepts(@Nullable ImageReference image, ClaimedName claimed);

  /** The same tag or digest. */
  record MatchExact() implements SignedIdentity {
    @Override
    public boolean accepts(@Nullable ImageReference image, ClaimedName claimed) {
      return image != null && image.equals(claimed.reference());
    }
  }

  /**
   * The same tag, or for an image that was asked for by its digest any tag of the same repository.
   */
  record MatchRepoDigestOrExact() implements SignedIdentity {
    @Override
    public boolean accepts(@Nullable ImageReference image, ClaimedName claimed) {
      if (image == null || claimed.reference() == null) {
        return false;
      }
      return image.digest() == null
          ? image.equals(claimed.reference())
          : image.name().equals(claimed.repository());
    }
  }

  /** Any tag of the same repository, or none. */
  record MatchRepository() implements SignedIdentity {
    @Override
    public boolean accepts(@Nullable ImageReference image, ClaimedName claimed) {
      return image != null && image.name().equals(claimed.repository());
    }
  }

  /** Exactly this name, whatever the image is called. */
  record ExactReference(ImageReference reference) implements SignedIdentity {
    @Override
    public boolean accepts(@Nullable ImageReference image, ClaimedName claimed) {
      return reference.equals(claimed.reference());
    }
  }

  /** Any name in this repository, whatever the image is called. */
  record ExactRepository(String repository) implements SignedIdentity {
    @Override
    public boolean accepts(@Nullable ImageReference image, ClaimedName claimed) {
      return repository.equals(claimed.repository());
    }
  }

  /** Like {@link MatchRepoDigestOrExact} after the start of the image's name was exchanged. */
  record RemapIdentity(String prefix, String signedPrefix) implements SignedIdentity {
    @Override
    public boolean accepts(@Nullable ImageReference image, ClaimedName claimed) {
      return image != null && new MatchRepoDigestOrExact().accepts(remapped(image), claimed);
    }

    private @Nullable ImageReference remapped(ImageReference image) {
      String name = image.name();
      if (!name.equals(prefix) && !name.startsWith(prefix + "/")) {
        return image;
      }
      String signed = signedPrefix + image.toString().substring(prefix.length());
      try {
        ImageReference reference = ImageReference.of(signed);
        return reference.toString().equals(signed) ? reference : null;
      } catch (IllegalArgumentException e) {
        return null;
      }
    }
  }
}
