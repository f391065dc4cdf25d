package dev.jpod.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Secret keys of a test's own, without passphrases. */
public record GpgHome(Path folder) {
  public static GpgHome in(Path folder) throws IOException {
    Files.createDirectory(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    return new GpgHome(folder);
  }

  /** Makes a key for signing; its life is for example {@code never} or {@code seconds=5}. */
  public void makeKey(String user, String life) throws Exception {
    run(new byte[0], "--quick-generate-key", user, "ed25519", "sign", life);
  }

  /** A signed message with the document in it. */
  byte[] sign(String user, String document, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(List.of("--local-user", user, "--sign"));
    return run(document.getBytes(UTF_8), arguments.toArray(String[]::new));
  }

  /** A message with the document in it that nobody has signed. */
  byte[] stored(byte[] document) throws Exception {
    return run(document, "--store");
  }

  public byte[] publicKey(String user, String form) throws Exception {
    return run(new byte[0], form, "--export", user);
  }

  void revoke(String user) throws Exception {
    String fingerprint =
        new String(run(new byte[0], "--with-colons", "--list-keys", user), UTF_8)
            .lines()
            .filter(line -> line.startsWith("fpr:"))
            .findFirst()
            .orElseThrow()
            .split(":", -1)[9];
    Path certificate = folder.resolve("openpgp-revocs.d").resolve(fingerprint + ".rev");
    // A colon keeps people from using the file by accident.
    String text = Files.readString(certificate).replace(":-----BEGIN", "-----BEGIN");
    run(text.getBytes(UTF_8), "--import");
  }

  /** Ends the agent that holds the keys. */
  public void end() throws Exception {
    Process process =
        new ProcessBuilder("gpgconf", "--homedir", folder.toString(), "--kill", "all").start();
    assertThat(process.waitFor()).isZero();
  }

  private byte[] run(byte[] input, String... arguments) throws Exception {
    List<String> argv =
        new ArrayList<>(
            List.of("gpg", "--homedir", folder.toString(), "--batch", "--passphrase", ""));
    argv.addAll(List.of("--trust-model", "always"));
    argv.addAll(List.of(arguments));
    Path errors = folder.resolve("errors");
    Process process = new ProcessBuilder(argv).redirectError(errors.toFile()).start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(input);
    }
    byte[] output = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
    return output;
  }
}
