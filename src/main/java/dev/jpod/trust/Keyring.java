package dev.jpod.trust;

import dev.jpod.host.Command;
import dev.jpod.host.CommandResult;
import dev.jpod.host.FileTree;
import dev.jpod.host.ProcessRunner;
import dev.jpod.host.Programs;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keys of GnuPG in a folder that nobody else sees and that is deleted on closing. The user's own
 * keys play no part.
 */
final class Keyring implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ProcessRunner processes;
  private final Path home;
  private final GpgCommands commands;
  private final Set<String> fingerprints = new TreeSet<>();
  private int count;

  private Keyring(ProcessRunner processes, Path program, Path home) {
    this.processes = processes;
    this.home = home;
    this.commands = new GpgCommands(program, home);
  }

  /**
   * A keyring of exactly these keys.
   *
   * @throws IllegalArgumentException when there is no key in one of them
   * @throws JpodException when GnuPG is missing or does not end
   */
  static Keyring of(List<KeyMaterial> keys, ProcessRunner processes) throws IOException {
    Path program = Programs.ofHost().require("gpg");
    Keyring keyring = new Keyring(processes, program, Files.createTempDirectory("jpod-gpg-"));
    try {
      for (KeyMaterial material : keys) {
        keyring.take(material);
      }
      return keyring;
    } catch (IOException | RuntimeException e) {
      keyring.close();
      throw e;
    }
  }

  private void take(KeyMaterial material) throws IOException {
    CommandResult result = run(commands.importing(file(material.read())));
    List<String> imported = GpgStatus.of(result.output()).imported();
    if (imported.isEmpty()) {
      throw new IllegalArgumentException(material + " has no key of GnuPG");
    }
    fingerprints.addAll(imported);
  }

  /**
   * What one of the keys has signed.
   *
   * @throws IllegalArgumentException that says why the message is not to be trusted
   */
  byte[] verify(byte[] message) throws IOException {
    Path payload = home.resolve("payload-" + count++);
    CommandResult result = run(commands.verifying(file(message), payload));
    GpgStatus status = GpgStatus.of(result.output());
    String signer = status.signer();
    if (signer == null || !result.succeeded() || !fingerprints.contains(signer)) {
      throw new IllegalArgumentException(status.complaint());
    }
    try (InputStream in = Files.newInputStream(payload)) {
      return in.readNBytes(GpgCommands.LARGEST_PAYLOAD);
    }
  }

  private CommandResult run(List<String> argv) {
    Map<String, String> environment =
        Map.of("PATH", "/usr/bin:/bin", "HOME", home.toString(), "LC_ALL", "C");
    return processes.run(new Command(argv, environment, home, new byte[0], PATIENCE));
  }

  private Path file(byte[] content) throws IOException {
    return Files.write(home.resolve("in-" + count++), content);
  }

  @Override
  public void close() throws IOException {
    FileTree.delete(home);
  }
}
