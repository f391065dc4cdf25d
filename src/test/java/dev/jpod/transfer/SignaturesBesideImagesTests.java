package dev.jpod.transfer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.registry.FaultyRegistry;
import dev.jpod.trust.CosignSignature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignaturesBesideImagesTests {
  private static final Digest TOP = Digest.sha256("a".repeat(64));
  private static final Digest OTHER = Digest.sha256("b".repeat(64));

  @TempDir Path folder;

  private Path write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, content.getBytes(ISO_8859_1));
  }

  private FolderSignatures inFolder() {
    return new FolderSignatures(folder, TOP);
  }

  @Test
  void simpleSignaturesOfAFolderAreThoseOfTheirManifest() throws IOException {
    write("signature-1", "\u0090one");
    write("signature-2", "\0simple-signing\n\u0090two");
    write("signature-4", "\u0090behind a gap");
    write(OTHER.hex() + ".signature-1", "\u0090other");

    assertThat(inFolder().simple(TOP))
        .containsExactly("\u0090one".getBytes(ISO_8859_1), "\u0090two".getBytes(ISO_8859_1));
    assertThat(inFolder().simple(OTHER)).containsExactly("\u0090other".getBytes(ISO_8859_1));
    assertThat(inFolder().cosign(TOP)).isEmpty();
  }

  @Test
  void signaturesOfCosignInAFolderAreRead() throws IOException {
    String payload = Base64.getEncoder().encodeToString("signed".getBytes(UTF_8));
    write(
        "signature-1",
        "\0sigstore-json\n"
            + "{\"mimeType\":\"application/vnd.dev.cosign.simplesigning.v1+json\",\"payload\":\""
            + payload
            + "\",\"annotations\":{\"dev.cosignproject.cosign/signature\":\"AAAA\"}}");
    write("signature-2", "\0sigstore-json\n{");
    write("signature-3", "\0sigstore-json\n{\"payload\":\"no base 64\"}");
    write("signature-4", "\0of the future\nx");
    write("signature-5", "");

    assertThat(inFolder().cosign(TOP))
        .singleElement()
        .satisfies(
            signature -> {
              assertThat(signature.payload()).asString().isEqualTo("signed");
              assertThat(signature.signature()).isEqualTo("AAAA");
            });
    assertThat(inFolder().simple(TOP)).isEmpty();
  }

  @Test
  void linksInAFolderAreNotFollowed() throws IOException {
    Path outside = Files.writeString(folder.resolve("outside"), "x");
    Path image = Files.createDirectory(folder.resolve("image"));
    Files.createSymbolicLink(image.resolve("signature-1"), outside);

    assertThat(new FolderSignatures(image, TOP).simple(TOP)).isEmpty();
  }

  @Test
  void aHeapOfSignaturesIsRefused() throws IOException {
    for (int i = 1; i <= 129; i++) {
      write("signature-" + i, "\u0090");
    }

    assertRefused(() -> inFolder().simple(TOP), "more than 128 signatures");
  }

  @Test
  void aLargeSignatureIsRefused() throws IOException {
    write("signature-1", "x".repeat(SignatureFile.LARGEST + 1));

    assertRefused(() -> inFolder().simple(TOP), "has more than " + SignatureFile.LARGEST);
  }

  private Digest blob(String content) throws IOException {
    Digest digest = FaultyRegistry.digest(content.getBytes(UTF_8));
    write("blobs/sha256/" + digest.hex(), content);
    return digest;
  }

  private void layout(String manifest, String tag) throws IOException {
    Digest digest = blob(manifest);
    write(
        "index.json",
        """
        {"schemaVersion":2,"manifests":[
          {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"%s","size":7},
          {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"%s","size":%d,
           "annotations":{"org.opencontainers.image.ref.name":"%s"}}]}
        """
            .formatted(TOP, digest, manifest.length(), tag));
  }

  private static String layer(Digest payload, int size) {
    return """
    {"mediaType":"application/vnd.dev.cosign.simplesigning.v1+json","digest":"%s","size":%d,\
    "annotations":{"dev.cosignproject.cosign/signature":"AAAA"}}\
    """
        .formatted(payload, size);
  }

  private List<CosignSignature> inLayout() {
    return new LayoutSignatures(folder).cosign(TOP);
  }

  @Test
  void aLayoutHasItsSignaturesUnderATagMadeOfTheDigest() throws IOException {
    Digest payload = blob("signed");
    layout(
        "{\"layers\":[{\"mediaType\":\"text/plain\"}," + layer(payload, 6) + "]}",
        "sha256-" + TOP.hex() + ".sig");

    assertThat(inLayout())
        .singleElement()
        .satisfies(signature -> assertThat(signature.payload()).asString().isEqualTo("signed"));
    assertThat(new LayoutSignatures(folder).cosign(OTHER)).isEmpty();
    assertThat(new LayoutSignatures(folder).simple(TOP)).isEmpty();
  }

  @Test
  void aLayoutWithoutTheTagHasNone() throws IOException {
    layout("{}", "1");

    assertThat(inLayout()).isEmpty();
    assertThat(new LayoutSignatures(folder.resolve("missing")).cosign(TOP)).isEmpty();
  }

  @Test
  void whatIsDamagedInALayoutIsRefused() throws IOException {
    Digest payload = blob("signed");
    for (String manifest :
        List.of(
            "{}",
            "[",
            "{\"layers\":[" + layer(payload, 5) + "]}",
            "{\"layers\":[" + layer(payload, 7) + "]}",
            "{\"layers\":[" + layer(OTHER, 6) + "]}",
            "{\"layers\":[" + layer(payload, SignatureFile.LARGEST + 1) + "]}")) {
      layout(manifest, "sha256-" + TOP.hex() + ".sig");

      assertRefused(this::inLayout, "");
    }
    write("blobs/sha256/" + payload.hex(), "forged");
    layout("{\"layers\":[" + layer(payload, 6) + "]}", "sha256-" + TOP.hex() + ".sig");
    assertRefused(this::inLayout, "is damaged: what arrived is not the content of the digest");
  }

  private static void assertRefused(Runnable reading, String words) {
    assertThatThrownBy(reading::run)
        .hasMessageContaining(words)
        .asInstanceOf(type(JpodException.class))
        .extracting(JpodException::failure)
        .isEqualTo(Failure.REFUSED);
  }
}
