package dev.jpod.reconcile;

import dev.jpod.model.JpodException;
import dev.jpod.store.StackRevision.Content.Kind;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a proposal that was written down before has kept, and is not read again.
 *
 * @param secrets keyed hashes of the secrets of then, by name; none of those that are not known
 * @param rule what is done about a secret that has another value now
 * @param lock the text of the lock file of then, or null
 * @param restores the revision that is gone back to; null for none
 */
public record Past(
    Contents contents,
    Map<String, String> secrets,
    SecretRule rule,
    @Nullable String lock,
    @Nullable Long restores) {
  public Past {
    secrets = Map.copyOf(secrets);
  }

  /** The open contents of then. */
  @FunctionalInterface
  public interface Contents {
    /**
     * The content of a config, or the variables of an environment file as JSON; null when it was
     * not kept and is to be read as ever.
     *
     * @throws JpodException when it was kept and is damaged
     */
    byte @Nullable [] of(Kind kind, String name);
  }

  /** What is done about a secret that has another value now than it had then. */
  public enum SecretRule {
    /** The run is refused. */
    SAME,
    /** The run is refused, because it was planned with the other. */
    AS_PLANNED,
    /** Today's is used. */
    TODAYS,
    /** The one of then is used, as far as somebody still has it. */
    THEN,
    /** Nothing is fetched: what it was then is told by its hash, which is all that is wanted. */
    UNSEEN
  }
}
