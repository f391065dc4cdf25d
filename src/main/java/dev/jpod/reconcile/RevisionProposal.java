package dev.jpod.reconcile;

import dev.jpod.diff.Desired;
import dev.jpod.diff.Expansion;
import dev.jpod.diff.WantedImage;
import dev.jpod.manifest.ImageLock;
import dev.jpod.manifest.InvalidManifest;
import dev.jpod.manifest.ManifestText;
import dev.jpod.manifest.StackReader;
import dev.jpod.manifest.Variables;
import dev.jpod.model.Digest;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import dev.jpod.reconcile.ImageRules.Tags;
import dev.jpod.reconcile.ImageRules.Unlocked;
import dev.jpod.reconcile.Past.SecretRule;
import dev.jpod.store.StackRevision;
import dev.jpod.store.StackRevision.Content;
import dev.jpod.store.StackRevision.Source;
import dev.jpod.store.StackStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** A revision as somebody wants it again: by its texts, variables, digests and contents of then. */
public final class RevisionProposal {
  private RevisionProposal() {}

  /**
   * The proposal for a revision.
   *
   * @param store that keeps the revision
   * @param folder what relative paths start from in the texts of a revision of an earlier jpod
   * @throws JpodException when its texts cannot be read by this jpod
   */
  public static Proposal of(
      StackRevision revision, StackStore store, SecretRule rule, String folder) {
    Map<String, Digest> contents = new TreeMap<>();
    for (Content content : revision.contents()) {
      contents.put(content.kind() + " " + content.name(), content.digest());
    }
    Past past =
        new Past(
            (kind, name) -> {
              Digest digest = contents.get(kind + " " + name);
              return digest == null ? null : store.content(digest);
            },
            revision.secrets(),
            rule,
            revision.lock(),
            revision.serial());
    return new Proposal(
        read(revision, folder),
        revision.sources(),
        "rollback to r" + revision.serial(),
        revision.variables(),
        images(revision.images()),
        past);
  }

  /**
   * What a revision meant, by what is kept of it alone: nothing is read from anywhere else, and
   * secrets are told apart by their hashes.
   *
   * @throws JpodException when that is not enough
   */
  static Desired meaning(StackRevision revision, StackStore store) {
    Proposal kept = of(revision, store, SecretRule.UNSEEN, "/");
    Past past = Objects.requireNonNull(kept.past());
    Past.Contents only =
        (kind, name) -> {
          byte[] content = past.contents().of(kind, name);
          if (content == null) {
            throw JpodException.notFound(
                "r" + revision.serial() + " was kept without the content of '" + name + "'", "");
          }
          return content;
        };
    Proposal alone =
        new Proposal(
            kept.read(),
            kept.sources(),
            kept.origin(),
            kept.variables(),
            kept.images(),
            new Past(only, past.secrets(), past.rule(), past.lock(), past.restores()));
    Fingerprints fingerprints =
        new Fingerprints(
            () -> {
              throw new IllegalStateException("no secret is fetched");
            });
    return Expansion.of(
        alone.stack(),
        new LookUp(
            alone,
            wanted(revision),
            new ContentReader(Map.of(), _ -> new byte[0]),
            fingerprints,
            new SecretMemory(fingerprints)));
  }

  private static Map<ImageReference, WantedImage> wanted(StackRevision revision) {
    Map<ImageReference, WantedImage> images = new HashMap<>();
    for (StackRevision.Image image : revision.images()) {
      ImageReference reference = ImageReference.of(image.reference());
      images.put(
          reference,
          new WantedImage(
              reference,
              image.digest(),
              image.manifest(),
              image.id(),
              0,
              WantedImage.Presence.STORED,
              WantedImage.Pin.NONE));
    }
    return images;
  }

  private static StackReader.Read read(StackRevision revision, String folder) {
    if (revision.sources().isEmpty()) {
      throw unreadable(revision, "nothing is kept of its texts");
    }
    try {
      return read(revision.sources(), revision.variables(), folder);
    } catch (InvalidManifest e) {
      throw unreadable(revision, String.valueOf(e.problems().getFirst()));
    }
  }

  /**
   * Reads texts that were read before.
   *
   * @throws InvalidManifest when this jpod cannot
   */
  static StackReader.Read read(List<Source> sources, Map<String, String> variables, String folder) {
    List<ManifestText> texts = new ArrayList<>();
    for (Source source : sources) {
      texts.add(
          new ManifestText(
              source.name(),
              source.folder().startsWith("/") ? source.folder() : folder,
              source.text()));
    }
    return StackReader.read(texts, Variables.again(variables));
  }

  /** Images by what they were; no tag is asked for again. */
  static ImageRules images(List<StackRevision.Image> images) {
    SortedMap<String, Digest> digests = new TreeMap<>();
    for (StackRevision.Image image : images) {
      if (ImageReference.of(image.reference()).digest() == null) {
        digests.put(image.reference(), image.digest());
      }
    }
    return new ImageRules(null, new ImageLock(digests), Tags.AS_THEN, Unlocked.LOOKED_UP);
  }

  private static JpodException unreadable(StackRevision revision, String why) {
    return JpodException.refused(
        "r" + revision.serial() + " cannot be read any more: " + why,
        "see its text with 'jpod show "
            + revision.stack()
            + " "
            + revision.serial()
            + "', correct it and apply it");
  }
}
