package dev.jpod.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.model.Digest;
import dev.jpod.podman.ContainersStorage;
import dev.jpod.podman.Driver;
import dev.jpod.podman.StorageFixture;
import dev.jpod.podman.StorageFixture.Stored;
import dev.jpod.trust.CosignSignature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageSignaturesTests {
  private static final String NAME = "localhost/web:1";

  @TempDir Path folder;
  private StorageFixture podman;
  private Stored web;

  @BeforeEach
  void makeStore() throws IOException {
    podman = new StorageFixture(folder.resolve("storage"), Driver.OVERLAY);
    web = podman.image(NAME, "file");
  }

  private void keep(String... signatures) throws IOException {
    String sizes = String.join(",", List.of(signatures).stream().map(this::length).toList());
    web.record()
        .put("metadata", "{\"signatures-sizes\":{\"" + web.manifest() + "\":[" + sizes + "]}}");
    Files.writeString(
        web.folder().resolve("signature-" + web.manifest().hex()), String.join("", signatures));
    podman.write();
  }

  private String length(String signature) {
    return Integer.toString(signature.getBytes(UTF_8).length);
  }

  private void ask(Consumer<StorageSignatures> question) {
    try (ContainersStorage storage = ContainersStorage.open(podman.place())) {
      question.accept(new StorageSignatures(storage.image(NAME)));
    }
  }

  @Test
  void simpleOnesAndThoseOfCosignAreToldApart() throws IOException {
    String envelope =
        "\0sigstore-json\n{\"mimeType\":\"application/vnd.dev.cosign.simplesigning.v1+json\","
            + "\"payload\":\"cGF5bG9hZA==\","
            + "\"annotations\":{\"dev.cosignproject.cosign/signature\":\"c2ln\"}}";
    keep("a simple one", envelope, "", "\0unknown\n{}", "another");

    ask(
        signatures -> {
          assertThat(signatures.simple(web.manifest()))
              .extracting(bytes -> new String(bytes, UTF_8))
              .containsExactly("a simple one", "another");
          assertThat(signatures.cosign(web.manifest()))
              .extracting(CosignSignature::signature)
              .containsExactly("c2ln");
          assertThat(signatures.cosign(web.manifest()).getFirst().payload())
              .asString(UTF_8)
              .isEqualTo("payload");
        });
  }

  @Test
  void envelopesThatCannotBeReadAreNoSignatures() throws IOException {
    String cosign = "\"mimeType\":\"application/vnd.dev.cosign.simplesigning.v1+json\"";
    keep(
        "\0sigstore-json\n{",
        "\0sigstore-json\n{}",
        "\0sigstore-json\n{" + cosign + ",\"payload\":\"!\"}");

    ask(
        signatures -> {
          assertThat(signatures.cosign(web.manifest())).isEmpty();
          assertThat(signatures.simple(web.manifest())).isEmpty();
        });
  }

  @Test
  void anImageWithoutSignaturesHasNone() {
    ask(
        signatures -> {
          assertThat(signatures.simple(web.manifest())).isEmpty();
          assertThat(signatures.cosign(Digest.sha256("b".repeat(64)))).isEmpty();
        });
  }
}
