package dev.jpod.reconcile;

import dev.jpod.model.Container;
import dev.jpod.model.ContentSource;
import dev.jpod.model.Failure;
import dev.jpod.model.FileGrant;
import dev.jpod.model.GrantSource;
import dev.jpod.model.JpodException;
import dev.jpod.model.ProcessSpec.EnvValue;
import dev.jpod.plan.Action;
import dev.jpod.plan.Plan;
import dev.jpod.plan.Step;
import dev.jpod.reconcile.Past.SecretRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of a stack, fetched once each, and what is to be said about those that have another
 * value than they had when the stack was written down. Used for one run, by one thread.
 */
final class SecretContents {
  /** In place of the fingerprint of a secret that nobody took note of. */
  private static final String NEVER_SEEN = "hmac:";

  private final Proposal proposal;
  private final ContentReader reader;
  private final Fingerprints fingerprints;
  private final SecretMemory memory;
  private final Map<String, Secret> found = new HashMap<>();
  private final SortedSet<String> changed = new TreeSet<>();
  private final SortedSet<String> unavailable = new TreeSet<>();

  SecretContents(
      Proposal proposal, ContentReader reader, Fingerprints fingerprints, SecretMemory memory) {
    this.proposal = proposal;
    this.reader = reader;
    this.fingerprints = fingerprints;
    this.memory = memory;
  }

  /** A secret; one that nobody has any more is empty, and has the fingerprint of then. */
  @SuppressWarnings("ArrayRecordComponent") // equality goes by fingerprint
  record Secret(byte[] content, String fingerprint) {
    @Override
    public String toString() {
      return fingerprint;
    }
  }

  Secret of(String name) {
    Secret secret = found.get(name);
    if (secret == null) {
      secret = fetched(name, proposal.past());
      found.put(name, secret);
    }
    return secret;
  }

  private Secret fetched(String name, @Nullable Past past) {
    if (past == null) {
      return today(name);
    }
    String then = past.secrets().get(name);
    if (past.rule() == SecretRule.UNSEEN) {
      return new Secret(new byte[0], then == null ? NEVER_SEEN : then);
    }
    return then == null ? today(name) : compared(name, then, past.rule());
  }

  /** The fingerprints of what was asked for so far, by name. */
  SortedMap<String, String> fingerprints() {
    SortedMap<String, String> all = new TreeMap<>();
    found.forEach((name, secret) -> all.put(name, secret.fingerprint()));
    return all;
  }

  /**
   * Refuses secrets that have another value than they had.
   *
   * @throws JpodException of kind REFUSED for a revision, of kind STALE for a saved plan
   */
  void refuseChanged() {
    Past past = proposal.past();
    if (past == null || changed.isEmpty()) {
      return;
    }
    String names = quoted(changed);
    boolean one = changed.size() == 1;
    switch (past.rule()) {
      case SAME ->
          throw JpodException.refused(
              (one ? "the secret " : "the secrets ")
                  + names
                  + (one ? " has another value" : " have other values")
                  + " now than in r"
                  + past.restores(),
              "put back what was there then, or go on with today's by --current-secrets");
      case AS_PLANNED ->
          throw new JpodException(
              Failure.STALE,
              (one ? "the secret " : "the secrets ")
                  + names
                  + (one ? " has another value" : " have other values")
                  + " now than when the plan was made",
              "make the plan anew");
      case TODAYS, THEN, UNSEEN -> {}
    }
  }

  /** Refuses a plan that needs a value which nobody has any more. */
  void refuseUnavailable(Plan plan) {
    for (Step step : plan.steps()) {
      Container container = writtenBy(step.action());
      if (container != null) {
        SortedSet<String> missing = new TreeSet<>(unavailable);
        missing.retainAll(grantedTo(container));
        if (!missing.isEmpty()) {
          throw JpodException.failed(
              "the value that the secret "
                  + quoted(missing)
                  + " had before is not to be had any more",
              "put it back where it comes from and run 'jpod rollback "
                  + plan.stack()
                  + "', or apply with today's");
        }
      }
    }
  }

  private Secret compared(String name, String then, SecretRule rule) {
    return switch (rule) {
      case SAME, AS_PLANNED, TODAYS -> {
        Secret today = today(name);
        if (!today.fingerprint().equals(then)) {
          changed.add(name);
        }
        yield today;
      }
      case THEN, UNSEEN -> ofThen(name, then);
    };
  }

  /** The source is asked last: a failed run may have been about the source not answering. */
  private Secret ofThen(String name, String then) {
    byte[] remembered = memory.of(then);
    if (remembered != null) {
      return new Secret(remembered, then);
    }
    try {
      Secret today = today(name);
      if (today.fingerprint().equals(then)) {
        return today;
      }
    } catch (JpodException e) {
      // It is not to be had, which is as good as another value.
    }
    unavailable.add(name);
    return new Secret(new byte[0], then);
  }

  private Secret today(String name) {
    byte[] content = reader.read(declared(name), what(name));
    return new Secret(content, fingerprints.ofSecret(content));
  }

  private static @Nullable Container writtenBy(Action action) {
    return switch (action) {
      case Action.CreateContainer create -> create.instance().container();
      case Action.RewriteFiles rewrite -> rewrite.instance().container();
      default -> null;
    };
  }

  private static List<String> grantedTo(Container container) {
    List<String> names = new ArrayList<>();
    for (FileGrant grant : container.secrets()) {
      names.add(grant.source());
    }
    for (EnvValue value : container.process().env().values()) {
      if (value instanceof EnvValue.OfSecret secret) {
        names.add(secret.secret());
      }
    }
    return names;
  }

  private static String quoted(SortedSet<String> names) {
    return "'" + String.join("', '", names) + "'";
  }

  private String what(String name) {
    return "the secret '" + name + "'" + proposal.placeOf("secrets." + name);
  }

  private ContentSource declared(String name) {
    return source(name).content();
  }

  /** Where it comes from, and what a change of it costs. */
  GrantSource source(String name) {
    GrantSource source = proposal.stack().secrets().get(name);
    if (source == null) {
      throw new IllegalStateException("the manifest reader let '" + name + "' pass undeclared");
    }
    return source;
  }
}
