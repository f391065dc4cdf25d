package dev.jpod.registry;

import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Brings one blob from a registry, going on in its middle after a connection that was cut. */
final class Download {
  private static final int BLOCK = 256 * 1024;
  private static final int OK = 200;
  private static final int PARTIAL_CONTENT = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final RegistryApi api;
  private final Endpoint endpoint;
  private final Digest digest;
  private final long size;
  private final BlobSink sink;
  private final Attempts attempts;
  private final byte[] block;

  Download(
      RegistryApi api,
      Endpoint endpoint,
      Digest digest,
      long size,
      BlobSink sink,
      Attempts attempts) {
    this.api = api;
    this.endpoint = endpoint;
    this.digest = digest;
    this.size = size;
    this.sink = sink;
    this.attempts = attempts;
    this.block = new byte[Math.clamp(size + 1, 1, BLOCK)];
  }

  /** The answer ended cleanly before the blob did. */
  private static final class EndedEarly extends IOException {
    private static final long serialVersionUID = 1L;

    EndedEarly(String message) {
      super(message);
    }
  }

  /** Brings all that the sink lacks. */
  void run() throws IOException {
    EndedEarly early = null;
    try {
      while (sink.received() < size || size == 0) {
        try {
          attempt();
          return;
        } catch (EndedEarly e) {
          early = e;
          attempts.after(e);
        } catch (IOException e) {
          early = null;
          attempts.after(e);
        }
      }
    } catch (UncheckedIOException e) {
      // The sink's own failure: another attempt would not help.
      throw e.getCause();
    } catch (JpodException e) {
      throw early != null && early == e.getCause() ? lies("is shorter", e) : e;
    }
  }

  private void attempt() throws IOException {
    long from = sink.received();
    Request request = Request.get(api.uri("/v2/" + endpoint.repository() + "/blobs/" + digest));
    if (from > 0) {
      request = request.with("Range", "bytes=" + from + "-");
    }
    Response answer = api.send(request, Scope.pull(endpoint.repository()));
    boolean whole = false;
    try {
      if (answer.status() == RANGE_NOT_SATISFIABLE) {
        throw lies("is shorter", null);
      }
      Answers.requireSuccess(
          answer, api.registry(), "does not give the blob '" + digest.shortHex() + "'");
      receive(answer, skipped(answer, from));
      whole = true;
    } finally {
      if (whole) {
        answer.close();
      } else {
        answer.discard();
      }
    }
  }

  /** How many bytes of the answer are there already. */
  private long skipped(Response answer, long from) {
    return switch (answer.status()) {
      case OK -> {
        requireLength(answer, size);
        yield from;
      }
      case PARTIAL_CONTENT -> {
        ContentRange range = ContentRange.of(answer.header("Content-Range"));
        if (range == null || range.first() != from || !range.isOf(size)) {
          throw JpodException.refused(
              "the registry '"
                  + api.registry()
                  + "' gives another part of the blob '"
                  + digest.shortHex()
                  + "' than was asked for",
              "its operator has to repair that");
        }
        requireLength(answer, range.length());
        yield 0;
      }
      default ->
          throw JpodException.failed(
              "the registry '" + api.registry() + "' answers " + answer.status() + " for a blob",
              "its operator has to repair that");
    };
  }

  private void requireLength(Response answer, long expected) {
    long length = answer.length();
    if (length >= 0 && length != expected) {
      throw lies(length < expected ? "is shorter" : "is longer", null);
    }
  }

  /**
   * So much of an attempt counts as progress: a registry must not keep a pull alive byte by byte.
   */
  private long leastProgress() {
    return Math.clamp(size / 64, 1, BLOCK);
  }

  private void receive(Response answer, long alreadyThere) throws IOException {
    long brought = 0;
    long toSkip = alreadyThere;
    while (true) {
      int n = answer.read(block, 0, block.length);
      if (n < 0) {
        break;
      }
      int skipped = (int) Math.min(n, toSkip);
      toSkip -= skipped;
      if (n > skipped) {
        if (sink.received() + n - skipped > size) {
          throw lies("is longer", null);
        }
        write(skipped, n - skipped);
        brought += n - skipped;
        if (brought >= leastProgress()) {
          attempts.progressed();
        }
      }
    }
    if (sink.received() < size) {
      if (answer.length() >= 0) {
        throw new IOException("the connection was cut in the middle of a blob");
      }
      throw new EndedEarly("the blob ended early");
    }
  }

  private void write(int offset, int length) {
    try {
      sink.write(block, offset, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JpodException lies(String how, @Nullable Exception cause) {
    return new JpodException(
        Failure.REFUSED,
        "the blob '"
            + digest.shortHex()
            + "' of '"
            + endpoint.name()
            + "' "
            + how
            + " than the "
            + size
            + " bytes that the manifest promises",
        "the image is damaged or forged: ask its maker for another",
        cause);
  }
}
