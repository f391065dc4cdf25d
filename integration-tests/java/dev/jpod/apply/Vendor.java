package dev.jpod.apply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.model.Digest;
import dev.jpod.registry.FaultyRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Signs images as cosign does, with openssl, and attaches the signatures in a registry. */
record Vendor(Path folder) {
  private static final String PAYLOAD_TYPE = "application/vnd.dev.cosign.simplesigning.v1+json";

  /** What is signed, and the signature. */
  record Signed(String payload, String signature) {}

  /** A vendor with a key of the curve P-256 in an empty folder. */
  static Vendor in(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Vendor vendor = new Vendor(folder);
    vendor.openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "cosign.key");
    vendor.openssl("ec", "-in", "cosign.key", "-pubout", "-out", "cosign.pub");
    return vendor;
  }

  Path publicKey() {
    return folder.resolve("cosign.pub");
  }

  Signed sign(String name, Digest manifest) throws IOException, InterruptedException {
    String payload =
        """
        {"critical":{"identity":{"docker-reference":"%s"},\
        "image":{"docker-manifest-digest":"%s"},"type":"cosign container image signature"},\
        "optional":null}\
        """
            .formatted(name, manifest);
    Files.writeString(folder.resolve("payload"), payload);
    openssl("dgst", "-sha256", "-sign", "cosign.key", "-out", "signature", "payload");
    byte[] signature = Files.readAllBytes(folder.resolve("signature"));
    return new Signed(payload, Base64.getEncoder().encodeToString(signature));
  }

  private void openssl(String... arguments) throws IOException, InterruptedException {
    List<String> argv = new ArrayList<>(List.of("openssl"));
    argv.addAll(List.of(arguments));
    Result.of(new ProcessBuilder(argv).directory(folder.toFile()).start()).well();
  }

  /** Attaches signatures to what has a digest, in a repository of a registry without TLS. */
  static void attach(String registry, String repository, Digest to, List<Signed> signatures)
      throws IOException, InterruptedException {
    List<String> layers = new ArrayList<>();
    for (Signed signed : signatures) {
      byte[] payload = signed.payload().getBytes(UTF_8);
      upload(registry, repository, payload);
      layers.add(
          """
          {"mediaType":"%s","digest":"%s","size":%d,\
          "annotations":{"dev.cosignproject.cosign/signature":"%s"}}\
          """
              .formatted(
                  PAYLOAD_TYPE,
                  FaultyRegistry.digest(payload),
                  payload.length,
                  signed.signature()));
    }
    byte[] config = "{}".getBytes(UTF_8);
    upload(registry, repository, config);
    putManifest(
        registry,
        repository,
        "sha256-" + to.hex() + ".sig",
        """
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",\
        "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":2},\
        "layers":[%s]}\
        """
            .formatted(FaultyRegistry.digest(config), String.join(",", layers)));
  }

  static void putManifest(String registry, String repository, String tag, String manifest)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://" + registry + "/v2/" + repository + "/manifests/" + tag))
            .header("Content-Type", "application/vnd.oci.image.manifest.v1+json")
            .PUT(BodyPublishers.ofString(manifest))
            .build();
    assertThat(send(request).statusCode()).isEqualTo(201);
  }

  private static void upload(String registry, String repository, byte[] blob)
      throws IOException, InterruptedException {
    URI start = URI.create("http://" + registry + "/v2/" + repository + "/blobs/uploads/");
    HttpResponse<String> begun =
        send(HttpRequest.newBuilder(start).POST(BodyPublishers.noBody()).build());
    String place = begun.headers().firstValue("Location").orElseThrow();
    String target = place + (place.contains("?") ? "&" : "?") + "digest=";
    HttpRequest request =
        HttpRequest.newBuilder(start.resolve(target + FaultyRegistry.digest(blob)))
            .header("Content-Type", "application/octet-stream")
            .PUT(BodyPublishers.ofByteArray(blob))
            .build();
    assertThat(send(request).statusCode()).isEqualTo(201);
  }

  private static HttpResponse<String> send(HttpRequest request)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString());
    }
  }
}
