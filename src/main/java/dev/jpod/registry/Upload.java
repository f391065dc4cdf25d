package dev.jpod.registry;

import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.registry.Repository.Taken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Brings one blob to a registry in one piece, as the distribution specification calls POST then
 * PUT. Each attempt asks first whether the blob is there: an earlier one may have come through
 * without its answer.
 *
 * @param mountFrom a repository of the same registry that may have the blob; null for none
 */
record Upload(
    RegistryApi api,
    Endpoint endpoint,
    Digest digest,
    BlobBody body,
    @Nullable String mountFrom,
    Attempts attempts) {
  private static final int CREATED = 201;
  private static final int ACCEPTED = 202;
  private static final int NOT_FOUND = 404;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  /** Brings it there, unless it is there. */
  Taken run() throws IOException {
    Expectation expectation = Expectation.NONE;
    while (true) {
      try {
        return attempt(expectation);
      } catch (Wire.Declined e) {
        expectation = Expectation.NONE;
        attempts.after(Answers.busy(e.status(), api.registry(), refusal()));
      } catch (Wire.NotSent e) {
        // Who hangs up on a body often says why to those who ask before they send it.
        expectation = expectation == Expectation.NONE ? Expectation.CONTINUE : Expectation.NONE;
        attempts.after(e);
      } catch (UncheckedIOException e) {
        throw e.getCause();
      } catch (IOException e) {
        expectation = Expectation.NONE;
        attempts.after(e);
      }
    }
  }

  /** Whether the registry is asked for its consent before the body is sent. */
  private enum Expectation {
    NONE,
    CONTINUE
  }

  private Taken attempt(Expectation expectation) throws IOException {
    if (isThere()) {
      return Taken.ALREADY_THERE;
    }
    URI session;
    try (Response answer = begin()) {
      if (answer.status() == CREATED && mountFrom != null) {
        requireSame(answer, digest, api.registry());
        return Taken.ALREADY_THERE;
      }
      session = Redirects.target(answer, answer.uri(), api.peer());
    }
    send(session, expectation);
    return Taken.SENT;
  }

  private boolean isThere() throws IOException {
    Request request = Request.head(api.uri("/v2/" + endpoint.repository() + "/blobs/" + digest));
    try (Response answer = api.send(request, scope())) {
      if (answer.status() == NOT_FOUND) {
        return false;
      }
      Answers.requireTaken(answer, api.registry(), refusal());
      return true;
    }
  }

  private Response begin() throws IOException {
    Response mounted = mountFrom == null ? null : mount(mountFrom);
    if (mounted != null) {
      return mounted;
    }
    Response answer = api.send(begin(""), scope());
    try {
      Answers.requireTaken(answer, api.registry(), refusal());
    } catch (IOException | RuntimeException e) {
      answer.close();
      throw e;
    }
    return answer;
  }

  /**
   * Asks the registry to take the blob from another repository, or where to send it. Whatever goes
   * wrong with that, the blob can be sent: null then.
   */
  private @Nullable Response mount(String from) throws IOException {
    String query = "?mount=" + encoded(digest.value()) + "&from=" + encoded(from);
    Response answer;
    try {
      answer = api.send(begin(query), Scope.mount(endpoint.repository(), from));
    } catch (JpodException e) {
      return null;
    }
    if (answer.status() == CREATED || answer.status() == ACCEPTED) {
      return answer;
    }
    answer.close();
    return null;
  }

  private Request begin(String query) throws IOException {
    return Request.sending(
            "POST",
            api.uri("/v2/" + endpoint.repository() + "/blobs/uploads/" + query),
            Request.Body.of(new byte[0]))
        .with("Content-Type", "application/octet-stream");
  }

  private void send(URI session, Expectation expectation) throws IOException {
    String separator = session.getRawQuery() == null ? "?" : "&";
    URI target = URI.create(session + separator + "digest=" + encoded(digest.value()));
    Request request =
        Request.sending("PUT", target, body).with("Content-Type", "application/octet-stream");
    if (expectation == Expectation.CONTINUE) {
      request = request.with("Expect", "100-continue");
    }
    try (Response answer = api.send(request, scope())) {
      if (answer.status() == NOT_FOUND || answer.status() == RANGE_NOT_SATISFIABLE) {
        throw new IOException(
            "it forgot the upload: " + answer.status() + Answers.complaint(answer));
      }
      Answers.requireTaken(answer, api.registry(), refusal());
      if (answer.status() != CREATED) {
        throw new IOException("it answers " + answer.status() + " to an upload");
      }
      requireSame(answer, digest, api.registry());
    }
  }

  /** The registry must not say that it took something else. */
  static void requireSame(Response answer, Digest sent, String registry) {
    String said = answer.header(RemoteRepository.DIGEST);
    if (said != null && said.startsWith("sha256:") && !said.strip().equals(sent.value())) {
      throw new JpodException(
          Failure.REFUSED,
          "the registry '"
              + registry
              + "' took '"
              + Answers.quoted(said)
              + "' where '"
              + sent
              + "' was sent",
          "the registry or something on the way to it is broken or forges images");
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Scope scope() {
    return Scope.push(endpoint.repository());
  }

  private String refusal() {
    return "does not take the blob '" + digest.shortHex() + "' into '" + endpoint.name() + "'";
  }
}
