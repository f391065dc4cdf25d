package dev.jpod.registry;

import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A repository by the name that people use; that its registry has mirrors is not to be seen. Where
 * a mirror fails, the next one is asked, and the registry itself at last. Safe for several threads.
 */
public final class Repository implements AutoCloseable {
  private final String name;
  private final List<RemoteRepository> forTags;
  private final List<RemoteRepository> forDigests;
  private final Wire wire;

  /**
   * @param forTags in the order in which they are asked for tags; the registry itself is the last
   * @param forDigests likewise for content of a known digest
   */
  Repository(
      String name, List<RemoteRepository> forTags, List<RemoteRepository> forDigests, Wire wire) {
    this.name = name;
    this.forTags = List.copyOf(forTags);
    this.forDigests = List.copyOf(forDigests);
    this.wire = wire;
  }

  /** Registry and repository, as people know them. */
  public String name() {
    return name;
  }

  /**
   * The manifest or index of a tag or digest, in a form of OCI or of Docker's schema 2.
   *
   * @throws JpodException of kind NOT_FOUND when there is none, UNREACHABLE when no answer can be
   *     had, REFUSED when what comes is not what it should be, FAILED when access is denied
   */
  public FetchedManifest manifest(String tagOrDigest) {
    return first(placesFor(tagOrDigest), place -> place.manifest(tagOrDigest));
  }

  /** What a tag points to now; null when there is no such tag. Fetches no manifest if it can. */
  public @Nullable Digest digestOf(String tagOrDigest) {
    return firstThere(placesFor(tagOrDigest), tagOrDigest);
  }

  /**
   * Brings all of a blob that its sink lacks; goes on in its middle after a connection that was
   * cut. Never hands on more bytes than were promised, nor returns with less.
   *
   * @throws JpodException as {@link #manifest} does
   * @throws IOException when the sink could not take it
   */
  public void fetch(Digest digest, long size, BlobSink sink) throws IOException {
    JpodException failure = null;
    for (RemoteRepository place : forDigests) {
      try {
        place.fetch(digest, size, sink);
        return;
      } catch (JpodException e) {
        failure = worse(failure, e);
      }
    }
    throw failure == null ? nowhere() : failure;
  }

  private List<RemoteRepository> placesFor(String tagOrDigest) {
    return tagOrDigest.indexOf(':') < 0 ? forTags : forDigests;
  }

  /** Something that one place is asked for. */
  @FunctionalInterface
  private interface Question<T> {
    T ask(RemoteRepository place);
  }

  private <T> T first(List<RemoteRepository> places, Question<T> question) {
    JpodException failure = null;
    for (RemoteRepository place : places) {
      try {
        return question.ask(place);
      } catch (JpodException e) {
        failure = worse(failure, e);
      }
    }
    throw failure == null ? nowhere() : failure;
  }

  private @Nullable Digest firstThere(List<RemoteRepository> places, String tagOrDigest) {
    JpodException failure = null;
    for (RemoteRepository place : places) {
      try {
        Digest digest = place.digestOf(tagOrDigest);
        if (digest != null) {
          return digest;
        }
      } catch (JpodException e) {
        failure = worse(failure, e);
      }
    }
    if (failure == null) {
      return null;
    }
    throw failure;
  }

  /** The failure of the registry itself, which is the last, counts; the others come with it. */
  private static JpodException worse(@Nullable JpodException before, JpodException now) {
    if (before != null) {
      now.addSuppressed(before);
    }
    return now;
  }

  private JpodException nowhere() {
    return new JpodException(
        Failure.REFUSED,
        "there is no place to get '" + name + "' from",
        "see the mirrors in registries.conf");
  }

  /** Breaks off whatever is under way; nothing can be asked after that. */
  @Override
  public void close() {
    wire.close();
  }
}
