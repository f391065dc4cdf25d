package dev.jpod.registry;

import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A repository by the name that people use; that its registry has mirrors is not to be seen. Where
 * a mirror fails, the next one is asked, and the registry itself at last. Safe for several threads.
 */
public final class Repository implements AutoCloseable {
  private final String name;
  private final RemoteRepository own;
  private final List<RemoteRepository> forTags;
  private final List<RemoteRepository> forDigests;
  private final Wire wire;
  private final Set<RemoteRepository> lost = ConcurrentHashMap.newKeySet();

  /**
   * @param own the registry by its name, which takes what is pushed
   * @param forTags in the order in which they are asked for tags; the last counts
   * @param forDigests likewise for content of a known digest
   */
  Repository(
      String name,
      RemoteRepository own,
      List<RemoteRepository> forTags,
      List<RemoteRepository> forDigests,
      Wire wire) {
    this.name = name;
    this.own = own;
    this.forTags = List.copyOf(forTags);
    this.forDigests = List.copyOf(forDigests);
    this.wire = wire;
  }

  /** What became of a blob. */
  public enum Taken {
    SENT,
    /** The registry had it, maybe in another repository. */
    ALREADY_THERE
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
   * At most so many tags, in the order of the registry.
   *
   * @throws JpodException as {@link #manifest} does
   */
  public List<String> tags(int limit) {
    return first(reachable(forTags), place -> place.tags(limit));
  }

  /**
   * Brings all of a blob that its sink lacks; goes on in its middle after a connection that was
   * cut. Never hands on more bytes than were promised, nor returns with less.
   *
   * @throws JpodException as {@link #manifest} does
   * @throws IOException when the sink could not take it
   */
  public void fetch(Digest digest, long size, BlobSink sink) throws IOException {
    List<RemoteRepository> places = reachable(forDigests);
    JpodException failure = null;
    for (RemoteRepository place : places) {
      try {
        place.fetch(digest, size, sink);
        return;
      } catch (JpodException e) {
        failure = worse(place, failure, e);
      }
    }
    throw Objects.requireNonNull(failure);
  }

  /**
   * Brings a blob to the registry itself, never to a mirror, unless it is there. What breaks off
   * leaves nothing that can be pulled.
   *
   * @param mountFrom a repository of the same registry that may have the blob; null for none
   * @param sent is told, often, how many bytes have gone there; fewer than before in a new attempt
   * @throws JpodException as {@link #manifest} does; REFUSED when the registry took something else
   * @throws IOException when the source cannot be read
   */
  public Taken push(
      Digest digest, long size, BlobSource source, @Nullable String mountFrom, LongConsumer sent)
      throws IOException {
    return own.push(digest, source, size, mountFrom, sent);
  }

  /**
   * Gives a manifest or an index of which all parts are there to the registry itself, word for
   * word, under a tag or under its digest. Idempotent.
   *
   * @throws JpodException as {@link #push} does
   */
  public void put(String tagOrDigest, byte[] manifest, String mediaType) {
    own.put(tagOrDigest, manifest, mediaType);
  }

  private List<RemoteRepository> placesFor(String tagOrDigest) {
    return reachable(tagOrDigest.indexOf(':') < 0 ? forTags : forDigests);
  }

  /** Without mirrors that could not be reached before. */
  private List<RemoteRepository> reachable(List<RemoteRepository> places) {
    List<RemoteRepository> left = new ArrayList<>(places);
    left.removeAll(lost);
    if (!left.contains(places.getLast())) {
      left.add(places.getLast());
    }
    return left;
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
        failure = worse(place, failure, e);
      }
    }
    throw Objects.requireNonNull(failure);
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
        failure = worse(place, failure, e);
      }
    }
    if (failure == null) {
      return null;
    }
    throw failure;
  }

  /** The failure of the registry itself, which is the last, counts; the others come with it. */
  private JpodException worse(
      RemoteRepository place, @Nullable JpodException before, JpodException now) {
    if (now.failure() == Failure.UNREACHABLE) {
      lost.add(place);
    }
    if (before != null) {
      now.addSuppressed(before);
    }
    return now;
  }

  /** Breaks off whatever is under way; nothing can be asked after that. */
  @Override
  public void close() {
    wire.close();
  }
}
