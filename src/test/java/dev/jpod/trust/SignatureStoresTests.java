package dev.jpod.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureStoresTests {
  @TempDir Path host;

  private Path write(String name, String text) throws IOException {
    Path folder = Files.createDirectories(host.resolve("etc/containers/registries.d"));
    return Files.writeString(folder.resolve(name), text);
  }

  private SignatureStores stores() {
    return SignatureStores.ofHost(Map.of(), host, 0);
  }

  private static Subject subject(String reference) {
    return Subject.inRegistry(ImageReference.of(reference), List.of(Digest.sha256("a".repeat(64))));
  }

  private String lookaside(String reference) {
    return stores().lookaside(subject(reference)).toString();
  }

  @Test
  void withoutSettingsSignaturesLieInAFolderOfTheHostOrTheUser() {
    assertThat(lookaside("quay.io/a/b:1"))
        .isEqualTo("file://" + host + "/var/lib/containers/sigstore");
    assertThat(
            SignatureStores.ofHost(Map.of("HOME", "/home/me"), host, 1000)
                .lookaside(subject("quay.io/a/b:1")))
        .hasToString("file:///home/me/.local/share/containers/sigstore");
    assertThat(stores().readsAttachments(subject("quay.io/a/b:1"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "quay.io/a/b:1, https://tag.example.com/x",
    "quay.io/a/b:2, https://repository.example.com",
    "quay.io/a/c:2, file:///namespace",
    "quay.io/z/c:2, http://host.example.com:81/",
    "sub.example.com/c:2, file:///domain",
    "busybox, file:///default"
  })
  void theNarrowestScopeDecides(String reference, String place) throws IOException {
    write(
        "one.yaml",
        """
        default-docker:
          sigstore: file:///default
          lookaside-staging: file:///written
        docker:
          quay.io/a/b:1: {lookaside: "https://tag.example.com/x", sigstore: "file:///old"}
          quay.io/a/b: {lookaside: "https://repository.example.com"}
          quay.io/a: {sigstore: "file:///namespace", of-another-version: 7}
        """);
    write(
        "two.yaml",
        """
        docker:
          quay.io: {lookaside: "http://host.example.com:81/"}
          "*.example.com": {lookaside: "file:///domain"}
        """);
    write("three.yml", "docker: [");
    write("empty.yaml", "");

    assertThat(lookaside(reference)).isEqualTo(place);
  }

  @Test
  void eachSettingIsLookedForOnItsOwn() throws IOException {
    write(
        "one.yaml",
        """
        default-docker: {lookaside: "file:///default", use-sigstore-attachments: false}
        docker:
          quay.io/a/b: {use-sigstore-attachments: true}
          quay.io/a/c:
        """);

    assertThat(lookaside("quay.io/a/b:1")).isEqualTo("file:///default");
    assertThat(stores().readsAttachments(subject("quay.io/a/b:1"))).isTrue();
    assertThat(stores().readsAttachments(subject("quay.io/a/c:1"))).isFalse();
  }

  @Test
  void theUsersFolderCountsInsteadOfTheHosts() throws IOException {
    write("one.yaml", "default-docker: {lookaside: 'file:///host'}");
    Path folder = Files.createDirectories(host.resolve("home/.config/containers/registries.d"));
    Files.writeString(folder.resolve("x.yaml"), "default-docker: {lookaside: 'file:///user'}");
    Map<String, String> environment =
        Map.of("HOME", host.resolve("home").toString(), "XDG_CONFIG_HOME", "/nowhere");

    assertThat(SignatureStores.ofHost(environment, host, 0).lookaside(subject("quay.io/a/b:1")))
        .hasToString("file:///user");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker: [",
        "[]",
        "docker: []",
        "docker: {quay.io: []}",
        "docker: {quay.io: {lookaside: []}}",
        "docker: {quay.io: {lookaside: /srv/x}}",
        "docker: {quay.io: {lookaside: 'ftp://x/y'}}",
        "docker: {quay.io: {lookaside: 'file:x'}}",
        "docker: {quay.io: {lookaside: 'https:///x'}}",
        "docker: {quay.io: {lookaside: 'https://user:secret@x/y'}}",
        "docker: {quay.io: {lookaside: 'https://x y'}}",
        "docker: {quay.io: {use-sigstore-attachments: maybe}}",
        "docker: {quay.io: {}, quay.io: {}}",
        "default-docker: 7"
      })
  void whatIsNotUnderstoodIsRefusedWithItsFile(String text) throws IOException {
    Path file = write("one.yaml", text);

    assertThatThrownBy(this::stores)
        .hasMessageStartingWith(file + ":1: ")
        .hasMessageNotContaining("secret")
        .asInstanceOf(type(JpodException.class))
        .extracting(JpodException::failure)
        .isEqualTo(Failure.REFUSED);
  }

  @Test
  void aScopeInTwoFilesIsRefused() throws IOException {
    write("one.yaml", "docker: {quay.io: {lookaside: 'file:///a'}}");
    write("two.yaml", "docker: {quay.io: {lookaside: 'file:///b'}}");

    assertThatThrownBy(this::stores)
        .hasMessageContaining("two.yaml:1: the scope 'quay.io' is in 'one.yaml', too");
  }
}
