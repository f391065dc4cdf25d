package dev.jpod.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.host.ProcessRunner;
import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Simple signatures, made and verified by GnuPG. */
class SimpleSignaturesIT {
  private static final String NAME = "registry.example.com/shop/app:1";
  private static final Digest MANIFEST = Digest.sha256("a".repeat(64));
  private static final Digest OTHER = Digest.sha256("b".repeat(64));

  @TempDir Path folder;
  private GpgHome gpg;
  private List<byte[]> messages = List.of();

  @BeforeEach
  void makeKeys() throws Exception {
    gpg = GpgHome.in(folder.resolve("gpg"));
    gpg.makeKey("vendor@example.com", "never");
  }

  @AfterEach
  void end() throws Exception {
    gpg.end();
  }

  @Test
  void aMessageSignedByTheKeyLetsTheImagePass() throws Exception {
    messages = List.of(gpg.sign("vendor@example.com", payload(NAME, MANIFEST)));

    require(NAME);
  }

  @Test
  void aKeyringInTextFormWillDo() throws Exception {
    messages = List.of(gpg.sign("vendor@example.com", payload(NAME, MANIFEST)));
    Path keys = Files.write(folder.resolve("keys.asc"), gpg.publicKey("vendor@example.com", "-a"));

    require(NAME, List.of(new KeyMaterial.KeyFile(keys)));
  }

  @Test
  void anotherKeyIsRefused() throws Exception {
    gpg.makeKey("mallory@example.com", "never");
    messages = List.of(gpg.sign("mallory@example.com", payload(NAME, MANIFEST)));

    assertRefused(NAME).hasMessageContaining("it was made by another key");
  }

  @Test
  void anExpiredKeyIsRefused() throws Exception {
    gpg.makeKey("short@example.com", "seconds=1");
    byte[] message = gpg.sign("short@example.com", payload(NAME, MANIFEST));
    Thread.sleep(2100);
    messages = List.of(message);
    List<KeyMaterial> keys =
        List.of(new KeyMaterial.KeyBytes(gpg.publicKey("short@example.com", "--no-armor")));

    assertThatThrownBy(() -> require(NAME, keys)).hasMessageContaining("the key has expired");
  }

  @Test
  void aRevokedKeyIsRefused() throws Exception {
    messages = List.of(gpg.sign("vendor@example.com", payload(NAME, MANIFEST)));
    gpg.revoke("vendor@example.com");

    assertRefused(NAME).hasMessageContaining("the key was revoked");
  }

  @Test
  void aMessageWithAnyByteChangedIsRefused() throws Exception {
    byte[] message = gpg.sign("vendor@example.com", payload(NAME, MANIFEST), "-z", "0");
    for (int i = 0; i < message.length; i += 16) {
      byte[] changed = message.clone();
      changed[i] ^= 1;
      messages = List.of(changed);

      assertRefused(NAME);
    }
  }

  @Test
  void whatIsNotSignedIsRefused() throws Exception {
    byte[] document = payload(NAME, MANIFEST).getBytes(UTF_8);
    for (byte[] message : List.of(new byte[0], document, gpg.stored(document))) {
      messages = List.of(message);

      assertRefused(NAME).hasMessageContaining("it is not one signed message");
    }
  }

  @Test
  void twoMessagesInOneAreRefused() throws Exception {
    byte[] good = gpg.sign("vendor@example.com", payload(NAME, OTHER));
    byte[] evil = gpg.stored(payload(NAME, MANIFEST).getBytes(UTF_8));
    for (byte[] message : List.of(joined(good, evil), joined(evil, good), joined(good, good))) {
      messages = List.of(message);

      assertRefused(NAME);
    }
  }

  @Test
  void aSignatureOfOtherContentIsRefused() throws Exception {
    messages = List.of(gpg.sign("vendor@example.com", payload(NAME, OTHER)));

    assertRefused(NAME).hasMessageContaining("for the content '" + OTHER + "'");
  }

  @Test
  void aSignatureOfAnotherTagIsNotReplayed() throws Exception {
    messages =
        List.of(
            gpg.sign("vendor@example.com", payload("registry.example.com/shop/app:2", MANIFEST)));

    assertRefused(NAME).hasMessageContaining("'registry.example.com/shop/app:2'");
  }

  @Test
  void aDocumentOfCosignIsNoSimpleSignature() throws Exception {
    String document =
        payload(NAME, MANIFEST)
            .replace("atomic container signature", "cosign container image signature");
    messages = List.of(gpg.sign("vendor@example.com", document));

    assertRefused(NAME).hasMessageContaining("the type is not 'atomic container signature'");
  }

  @Test
  void nothingOfTheKeyringIsLeftBehind() throws Exception {
    messages = List.of(gpg.sign("vendor@example.com", payload(NAME, MANIFEST)));
    long before = keyrings();

    require(NAME);

    assertThat(keyrings()).isEqualTo(before);
  }

  @Test
  void aKeyringWithoutKeysIsRefused() throws Exception {
    messages = List.of(gpg.sign("vendor@example.com", payload(NAME, MANIFEST)));

    assertThatThrownBy(
            () -> require(NAME, List.of(new KeyMaterial.KeyBytes("none".getBytes(UTF_8)))))
        .hasMessageContaining("has no key of GnuPG");
  }

  private static long keyrings() throws Exception {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try (var files = Files.list(temporary)) {
      return files.filter(file -> file.getFileName().toString().startsWith("jpod-gpg-")).count();
    }
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = new byte[first.length + second.length];
    System.arraycopy(first, 0, both, 0, first.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static String payload(String name, Digest manifest) {
    return Signer.payload("atomic container signature", name, manifest)
        .replace("null", "{\"creator\":\"test\",\"timestamp\":1}");
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(String name) {
    return assertThatThrownBy(() -> require(name))
        .satisfies(
            refusal -> assertThat(((JpodException) refusal).failure()).isEqualTo(Failure.REFUSED));
  }

  private void require(String name) throws Exception {
    require(
        name, List.of(new KeyMaterial.KeyBytes(gpg.publicKey("vendor@example.com", "--no-armor"))));
  }

  private void require(String name, List<KeyMaterial> keys) {
    Requirement demand =
        new Requirement.SignedBy(keys, new SignedIdentity.MatchRepoDigestOrExact());
    Policy policy = new Policy("test", List.of(demand), Map.of());
    Subject subject = Subject.inRegistry(ImageReference.of(name), List.of(MANIFEST));
    new Gatekeeper(policy, new ProcessRunner()).require(subject, source());
  }

  private SignatureSource source() {
    return new SignatureSource() {
      @Override
      public List<CosignSignature> cosign(Digest manifest) {
        return List.of();
      }

      @Override
      public List<byte[]> simple(Digest manifest) {
        return messages;
      }
    };
  }
}
