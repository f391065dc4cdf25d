package dev.jpod.registry;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.registry.RegistrySettings.Patience;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Counts the attempts at one thing, and waits between them: longer each time, and never alike. */
final class Attempts {
  /** What HttpURLConnection says when an answer is shorter than its Content-Length. */
  private static final String CUT = "Premature EOF";

  /** And when there is none. */
  private static final String NO_ANSWER = "Unexpected end of file from server";

  private static final String GOES_ON = "the same command again goes on where this one stopped";

  private final String registry;
  private final Patience patience;
  private final Wire wire;
  private int failed;

  Attempts(String registry, Patience patience, Wire wire) {
    this.registry = registry;
    this.patience = patience;
    this.wire = wire;
  }

  /** One attempt at something that a registry is asked for. */
  @FunctionalInterface
  interface Attempt<T> {
    T make() throws IOException;
  }

  /** Repeats what fails for reasons that may pass. */
  <T> T repeat(Attempt<T> attempt) {
    while (true) {
      try {
        return attempt.make();
      } catch (IOException e) {
        after(e);
      }
    }
  }

  /** Something was achieved: what failed before does not count any more. */
  void progressed() {
    failed = 0;
  }

  /**
   * Waits before the next attempt.
   *
   * @throws JpodException of kind UNREACHABLE when there shall be none
   */
  void after(IOException problem) {
    if (problem instanceof Wire.Closed) {
      throw brokenOff(problem);
    }
    failed++;
    if (isForGood(problem)) {
      throw unverified(problem);
    }
    if (failed >= patience.attempts()) {
      throw unreachable(problem);
    }
    try {
      wire.pause(pause(problem));
    } catch (IOException e) {
      throw brokenOff(e);
    }
  }

  private Duration pause(IOException problem) {
    Duration usual = patience.pause().multipliedBy(1L << Math.min(failed - 1, 10));
    long most = usual.toMillis();
    Duration own = Duration.ofMillis(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
    Duration asked = problem instanceof Answers.Busy busy ? busy.pause() : Duration.ZERO;
    Duration longer = asked.compareTo(own) > 0 ? asked : own;
    return longer.compareTo(patience.longestPause()) > 0 ? patience.longestPause() : longer;
  }

  private JpodException brokenOff(IOException problem) {
    return new JpodException(
        Failure.FAILED,
        "what was under way with the registry '" + registry + "' was broken off",
        GOES_ON,
        problem);
  }

  /** Whether TLS failed for a reason that stays. */
  private static boolean isForGood(IOException problem) {
    return problem instanceof SSLPeerUnverifiedException
        || (problem instanceof SSLHandshakeException && certificateProblem(problem) != null);
  }

  private static @Nullable CertificateException certificateProblem(Throwable problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException found) {
        return found;
      }
    }
    return null;
  }

  private JpodException unverified(IOException problem) {
    CertificateException reason = certificateProblem(problem);
    return new JpodException(
        Failure.UNREACHABLE,
        "the certificate of the registry '"
            + registry
            + "' is not to be trusted: "
            + Answers.quoted(String.valueOf((reason == null ? problem : reason).getMessage())),
        "put the certificate of its authority into /etc/containers/certs.d/" + registry + "/ca.crt",
        problem);
  }

  private JpodException unreachable(IOException problem) {
    return new JpodException(
        Failure.UNREACHABLE,
        "the registry '" + registry + "' cannot be reached: " + reason(problem),
        hint(problem),
        problem);
  }

  private static String hint(IOException problem) {
    return switch (problem) {
      case UnknownHostException _ ->
          "see whether the name is right, and whether this host can look names up";
      case ConnectException _, NoRouteToHostException _ ->
          "see whether the name is right and the registry runs; " + GOES_ON;
      case SSLException _ -> "if it has no TLS, say so with 'insecure = true' in registries.conf";
      default -> GOES_ON;
    };
  }

  /** Whether what came instead of a handshake was no TLS, in the words of the JDK. */
  private static boolean isPlainText(SSLException problem) {
    return String.valueOf(problem.getMessage()).contains("unrecognized SSL message");
  }

  private String reason(IOException problem) {
    return switch (problem) {
      case SocketTimeoutException _ ->
          "it said nothing for " + Math.max(1, patience.silence().toSeconds()) + " s";
      case UnknownHostException unknown ->
          "there is no host '" + Answers.quoted(String.valueOf(unknown.getMessage())) + "'";
      case ConnectException _ -> "nobody accepts connections there";
      case NoRouteToHostException _ -> "there is no way to its host";
      case SSLException tls when isPlainText(tls) -> "it answers without TLS";
      case SSLException tls -> "TLS fails: " + Answers.quoted(String.valueOf(tls.getMessage()));
      default -> {
        String words = String.valueOf(problem.getMessage());
        yield switch (words) {
          case CUT -> "the connection was cut in the middle";
          case NO_ANSWER -> "the connection was cut before an answer came";
          default -> Answers.quoted(words);
        };
      }
    };
  }
}
