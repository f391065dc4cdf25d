package dev.jpod.reconcile;

import dev.jpod.diff.WantedImage;
import dev.jpod.diff.WantedImage.Pin;
import dev.jpod.diff.WantedImage.Presence;
import dev.jpod.model.Container;
import dev.jpod.model.Container.PullPolicy;
import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.ImageReference;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.JpodException;
import dev.jpod.model.Pod;
import dev.jpod.reconcile.ImageRules.Tags;
import dev.jpod.reconcile.ImageRules.Unlocked;
import dev.jpod.transfer.ImageCatalog;
import dev.jpod.transfer.ResolvedImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Finds out what the image references of a stack mean: each once, registries all at the same time.
 */
final class ImageLookUp {
  private static final int MOST_AT_ONCE = 8;

  private final Proposal proposal;
  private final ImageRules rules;
  private final ImageCatalog catalog;
  private final Scope scope;
  private final Map<ImageReference, WantedImage> found = new HashMap<>();

  /**
   * What is asked of the catalog for one reference.
   *
   * @param asked the reference, with the digest that it is locked to
   */
  private record Question(
      ImageReference reference, ImageReference asked, PullPolicy policy, Pin pin) {}

  /** Which images of a stack are looked up. */
  enum Scope {
    /** Those that something is made from. */
    REPLICAS,
    /** Those of pods without replicas, too. */
    WHOLE_STACK
  }

  ImageLookUp(Proposal proposal, ImageCatalog catalog, Scope scope) {
    this.proposal = proposal;
    this.rules = proposal.images();
    this.catalog = catalog;
    this.scope = scope;
  }

  /**
   * The images, by their references.
   *
   * @throws JpodException for the first that cannot be had, with its line
   */
  Map<ImageReference, WantedImage> all() {
    List<Question> open = new ArrayList<>();
    for (Question question : questions()) {
      if (!isAnsweredByStore(question)) {
        open.add(question);
      }
    }
    if (!open.isEmpty()) {
      askAtOnce(open);
    }
    return found;
  }

  private List<Question> questions() {
    Map<ImageReference, PullPolicy> policies = new LinkedHashMap<>();
    for (Pod pod : proposal.stack().pods()) {
      if (pod.replicas() > 0 || scope == Scope.WHOLE_STACK) {
        for (Container container : pod.containers()) {
          policies.merge(container.image(), container.pullPolicy(), ImageLookUp::keenest);
        }
      }
    }
    List<Question> questions = new ArrayList<>(policies.size());
    List<ImageReference> unlocked = new ArrayList<>(0);
    for (Map.Entry<ImageReference, PullPolicy> entry : policies.entrySet()) {
      Question question = question(entry.getKey(), entry.getValue());
      questions.add(question);
      if (rules.unlocked() == Unlocked.REFUSED && question.asked().digest() == null) {
        unlocked.add(entry.getKey());
      }
    }
    refuse(unlocked);
    return questions;
  }

  /** Of two containers with one image, the one that asks for more decides. */
  private static PullPolicy keenest(PullPolicy one, PullPolicy other) {
    return keenness(one) >= keenness(other) ? one : other;
  }

  private static int keenness(PullPolicy policy) {
    return switch (policy) {
      case NEVER -> 0;
      case MISSING -> 1;
      case NEWER -> 2;
      case ALWAYS -> 3;
    };
  }

  private Question question(ImageReference reference, PullPolicy ofStack) {
    PullPolicy policy = rules.policy() == null ? ofStack : rules.policy();
    if (reference.digest() != null) {
      return new Question(reference, reference, ofDigest(policy), Pin.NONE);
    }
    if (rules.tags() == Tags.ANEW) {
      boolean isLocal = reference.isOfThisHost() || policy == PullPolicy.NEVER;
      PullPolicy anew = isLocal ? PullPolicy.NEVER : PullPolicy.ALWAYS;
      return new Question(reference, reference, anew, Pin.NONE);
    }
    Digest locked = rules.lock() == null ? null : rules.lock().digest(reference);
    return locked == null
        ? new Question(reference, reference, policy, Pin.NONE)
        : new Question(
            reference,
            reference.at(locked),
            ofDigest(policy),
            rules.tags() == Tags.AS_THEN ? Pin.NONE : Pin.LOCKED);
  }

  /** What a digest means does not change, so that there is no use in asking for it again. */
  private static PullPolicy ofDigest(PullPolicy policy) {
    return policy == PullPolicy.NEVER ? policy : PullPolicy.MISSING;
  }

  private void refuse(List<ImageReference> unlocked) {
    if (!unlocked.isEmpty()) {
      StringBuilder names = new StringBuilder();
      for (ImageReference reference : unlocked) {
        names.append(names.isEmpty() ? "'" : ", '").append(reference).append('\'');
        names.append(placeOf(reference));
      }
      throw JpodException.refused(
          (unlocked.size() == 1 ? "this image is" : "these images are")
              + " not in the lock file: "
              + names,
          "add them with 'jpod lock', or run without --locked");
    }
  }

  private boolean isAnsweredByStore(Question question) {
    if (question.policy() != PullPolicy.NEVER && question.policy() != PullPolicy.MISSING) {
      return false;
    }
    try {
      answer(question, catalog.resolve(question.asked(), PullPolicy.NEVER));
      return true;
    } catch (JpodException e) {
      if (e.failure() == Failure.NOT_FOUND && question.policy() == PullPolicy.MISSING) {
        return false;
      }
      throw unavailable(question.reference(), e);
    }
  }

  private void askAtOnce(List<Question> open) {
    try (ExecutorService askers =
        Executors.newFixedThreadPool(
            Math.min(MOST_AT_ONCE, open.size()),
            Thread.ofPlatform().daemon().name("image-look-up-", 1).factory())) {
      List<Future<ResolvedImage>> answers = new ArrayList<>(open.size());
      for (Question question : open) {
        answers.add(askers.submit(() -> catalog.resolve(question.asked(), question.policy())));
      }
      for (int i = 0; i < open.size(); i++) {
        answer(open.get(i), await(open.get(i), answers.get(i)));
      }
    }
  }

  private ResolvedImage await(Question question, Future<ResolvedImage> answer) {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JpodException(
          Failure.FAILED,
          "interrupted while looking up the image '" + question.reference() + "'",
          "run the same command again",
          e);
    } catch (ExecutionException e) {
      throw switch (e.getCause()) {
        case JpodException known -> unavailable(question.reference(), known);
        case RuntimeException fault -> fault;
        case null, default -> new IllegalStateException(e.getCause());
      };
    }
  }

  private void answer(Question question, ResolvedImage image) {
    Presence presence =
        switch (image.presence()) {
          case STORED -> Presence.STORED;
          case REMOTE -> Presence.MISSING;
        };
    found.put(
        question.reference(),
        new WantedImage(
            question.reference(),
            image.digest(),
            image.manifest(),
            image.id(),
            image.size(),
            presence,
            question.pin()));
  }

  private JpodException unavailable(ImageReference reference, JpodException cause) {
    String problem = cause.getMessage() + placeOf(reference);
    ImageReference local = ofThisHost(reference);
    boolean isMeantLocally =
        (cause.failure() == Failure.NOT_FOUND || cause.failure() == Failure.UNREACHABLE)
            && !local.equals(reference)
            && isStored(local);
    return new JpodException(
        cause.failure(),
        problem,
        isMeantLocally ? "did you mean '" + local + "'?" : cause.hint(),
        cause);
  }

  private boolean isStored(ImageReference reference) {
    try {
      catalog.resolve(reference, PullPolicy.NEVER);
      return true;
    } catch (JpodException e) {
      return false;
    }
  }

  /** The name that a short one has when the image was made on this host. */
  private static ImageReference ofThisHost(ImageReference reference) {
    String repository = reference.repository();
    return new ImageReference(
        ImageReference.THIS_HOST,
        repository.startsWith("library/") ? repository.substring("library/".length()) : repository,
        reference.tag(),
        reference.digest());
  }

  private String placeOf(ImageReference reference) {
    for (Pod pod : proposal.stack().pods()) {
      for (Container container : pod.containers()) {
        if (container.image().equals(reference)) {
          InstanceKey key =
              new InstanceKey(proposal.stack().name(), pod.name(), 0, container.name());
          return proposal.origins().of(key, "image").map(place -> " (" + place + ")").orElse("");
        }
      }
    }
    return "";
  }
}
