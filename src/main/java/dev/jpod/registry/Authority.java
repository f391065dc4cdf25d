package dev.jpod.registry;

import dev.jpod.registry.Credential.Password;
import dev.jpod.registry.TokenService.Token;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The right to ask one repository: its credential and its tokens, shared by all who ask it. What is
 * missing is fetched once, however many want it. Safe for several threads.
 */
final class Authority {
  /** A token is not used in the last moments of its life. */
  private static final long MARGIN_NANOS = 2_000_000_000L;

  private final Supplier<@Nullable Credential> credentials;
  private final Map<Scope, Held> tokens = new HashMap<>();
  private @Nullable String basic;

  private record Held(String header, long until) {}

  Authority(Supplier<@Nullable Credential> credentials) {
    this.credentials = credentials;
  }

  /** What to send in the {@code Authorization} header; null when nothing is known to be needed. */
  synchronized @Nullable String header(Scope scope) {
    if (basic != null) {
      return basic;
    }
    Held held = tokens.get(scope);
    return held == null || held.until() - System.nanoTime() < 0 ? null : held.header();
  }

  /**
   * Does what challenges want, unless another thread has done so meanwhile.
   *
   * @param failed what was sent before
   * @return what to send now; null when there is nothing left to try
   */
  synchronized @Nullable String renew(
      Scope scope, @Nullable String failed, List<Challenge> challenges, Peer peer, Wire wire)
      throws IOException {
    String current = header(scope);
    if (current != null && !current.equals(failed)) {
      return current;
    }
    for (Challenge challenge : challenges) {
      if (challenge.scheme().equals("bearer")) {
        Token token = new TokenService(peer, wire, challenge).fetch(scope, credentials.get());
        long life = Math.min(token.seconds(), Integer.MAX_VALUE) * 1_000_000_000L;
        long until = System.nanoTime() + life - Math.min(MARGIN_NANOS, life / 2);
        tokens.put(scope, new Held("Bearer " + token.value(), until));
        basic = null;
        return Objects.requireNonNull(tokens.get(scope)).header();
      }
    }
    for (Challenge challenge : challenges) {
      if (challenge.scheme().equals("basic")
          && credentials.get() instanceof Password password
          && !password.basic().equals(failed)) {
        basic = password.basic();
        return basic;
      }
    }
    return null;
  }
}
