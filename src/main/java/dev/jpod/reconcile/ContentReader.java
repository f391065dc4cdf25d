package dev.jpod.reconcile;

import dev.jpod.manifest.EnvFile;
import dev.jpod.model.ContentSource;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Fetches the content of configs, secrets and environment files from where the manifest says. */
public final class ContentReader {
  private static final int LARGEST = 16 << 20;

  private final Map<String, String> environment;
  private final Function<List<String>, byte[]> program;

  /**
   * @param environment of the run
   * @param program runs a program without a shell and gives its standard output, or throws a
   *     JpodException that says why it could not
   */
  public ContentReader(Map<String, String> environment, Function<List<String>, byte[]> program) {
    this.environment = environment;
    this.program = program;
  }

  /**
   * Reads one content of at most 16 MiB.
   *
   * @param what how to call it in an error, for example {@code config 'site.conf'}
   */
  byte[] read(ContentSource source, String what) {
    // A switch over types is linked at run time; an apply with nothing to do gets by without.
    if (source instanceof ContentSource.Inline inline) {
      return inlined(inline);
    }
    if (source instanceof ContentSource.File file) {
      return readFile(Path.of(file.path()), what);
    }
    if (source instanceof ContentSource.Environment variable) {
      return readVariable(variable.variable(), what);
    }
    return switch (source) {
      case ContentSource.Inline inline -> inlined(inline);
      case ContentSource.File file -> readFile(Path.of(file.path()), what);
      case ContentSource.Environment variable -> readVariable(variable.variable(), what);
      case ContentSource.Command command -> within(outputOf(command, what), what);
    };
  }

  /** The environment of the run. */
  Map<String, String> environment() {
    return environment;
  }

  private byte[] outputOf(ContentSource.Command command, String what) {
    try {
      return program.apply(command.argv());
    } catch (JpodException e) {
      throw new JpodException(
          e.failure(), what + " could not be fetched: " + e.getMessage(), e.hint(), e);
    }
  }

  private static byte[] inlined(ContentSource.Inline inline) {
    return inline.content().getBytes(StandardCharsets.UTF_8);
  }

  /** Reads a file of at most 16 MiB. */
  byte[] readFile(Path file, String what) {
    try {
      if (!Files.isRegularFile(file)) {
        throw new NoSuchFileException(file.toString());
      }
      try (InputStream in = Files.newInputStream(file)) {
        return within(in.readNBytes(LARGEST + 1), what);
      }
    } catch (NoSuchFileException e) {
      throw new JpodException(
          Failure.INVALID_MANIFEST,
          what + " is to be read from '" + file + "', which is no file",
          "create the file or correct the path",
          e);
    } catch (IOException e) {
      throw new JpodException(
          Failure.FAILED,
          what + " could not be read from '" + file + "': " + e.getMessage(),
          "check the permissions of the file",
          e);
    }
  }

  /** Reads a file of environment variables; names without a value take that of the run. */
  Map<String, String> readEnvFile(Path file, String what) {
    String text = new String(readFile(file, what), StandardCharsets.UTF_8);
    return EnvFile.parse(file.toString(), text).resolved(environment);
  }

  private byte[] readVariable(String variable, String what) {
    String value = environment.get(variable);
    if (value == null) {
      throw new JpodException(
          Failure.INVALID_MANIFEST,
          what + " is to be taken from the environment variable " + variable + ", which is not set",
          "set it for this run: " + variable + "=... jpod ...");
    }
    return value.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] within(byte[] content, String what) {
    if (content.length > LARGEST) {
      throw JpodException.refused(
          what + " is larger than " + (LARGEST >> 20) + " MiB",
          "mount large files as a bind mount or a volume instead");
    }
    return content;
  }
}
