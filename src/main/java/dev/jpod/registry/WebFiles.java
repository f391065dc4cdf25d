package dev.jpod.registry;

import dev.jpod.model.JpodException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads files that lie on web servers, without credentials. */
public final class WebFiles implements AutoCloseable {
  private static final int NOT_FOUND = 404;

  private final Wire wire;
  private final RegistrySettings settings;

  WebFiles(Wire wire, RegistrySettings settings) {
    this.wire = wire;
    this.settings = settings;
  }

  /**
   * A file as a whole; null when there is none.
   *
   * @param file a place of http or https
   * @param most so many bytes are taken at most
   * @throws JpodException of kind REFUSED when it is larger, UNREACHABLE when nobody answers,
   *     FAILED when it is not given
   */
  public byte @Nullable [] read(URI file, int most) {
    String server = file.getAuthority();
    Peer peer = new Peer(server, Security.VERIFIED);
    return new Attempts(server, settings.patience(), wire)
        .repeat(() -> get(file, most, peer))
        .orElse(null);
  }

  private Optional<byte[]> get(URI file, int most, Peer peer) throws IOException {
    try (Response answer = Redirects.follow(Request.get(file), peer, wire)) {
      if (answer.status() == NOT_FOUND) {
        return Optional.empty();
      }
      Answers.requireSuccess(answer, peer.registry(), "does not give '" + file.getPath() + "'");
      byte[] content = answer.read(most);
      if (content == null) {
        throw JpodException.refused(
            "the file '" + file + "' is larger than " + most + " bytes",
            "see what lies there: it should be small");
      }
      if (answer.length() > content.length) {
        throw new ProtocolException("the connection was cut in the middle of a file");
      }
      return Optional.of(content);
    }
  }

  /** Breaks off whatever is under way; nothing can be read after that. */
  @Override
  public void close() {
    wire.close();
  }
}
