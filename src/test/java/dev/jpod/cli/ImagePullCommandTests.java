package dev.jpod.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.image.ImageFixture;
import dev.jpod.registry.FaultyRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagePullCommandTests {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
  private static final ImageFixture OLD = ImageFixture.of("low", "old").compressed();
  private static final ImageFixture NEW = ImageFixture.of("low", "new").compressed();

  @TempDir private Path folder;
  private FaultyRegistry registry;
  private Shell shell;
  private String name;

  @BeforeEach
  void start() throws IOException {
    registry = FaultyRegistry.start();
    name = registry.address() + "/app:1";
    shell = new Shell(folder).with("REGISTRY_AUTH_FILE", folder.resolve("auth.json").toString());
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
  }

  private void has(ImageFixture image) {
    image.layers().forEach(layer -> registry.content().blob("app", layer));
    registry.content().blob("app", image.config());
    registry.content().manifest("app", "1", image.manifest(LAYER), MANIFEST);
  }

  private Shell.Result pull(String policy) {
    return shell.run("pull", "-q", "--policy", policy, name);
  }

  @Test
  void anImageArrivesOnceAndIsThenUpToDate() {
    has(OLD);

    Shell.Result first = shell.run("pull", name);
    int requests = registry.requests().size();
    Shell.Result second = shell.run("pull", name);

    assertThat(first.code()).isZero();
    assertThat(first.err()).startsWith("✓ pulled " + name + "  ").hasLineCount(1);
    assertThat(second.err()).startsWith("up to date: " + name + "  sha256:").hasLineCount(1);
    assertThat(registry.requests().subList(requests, registry.requests().size()))
        .extracting(FaultyRegistry.Received::line)
        .containsExactly("GET /v2/", "HEAD /v2/app/manifests/1");
    assertThat(shell.run("images", "-q").out()).isEqualTo(OLD.id().shortHex() + "\n");
  }

  @Test
  void thePolicySaysWhenTheRegistryIsAsked() throws IOException {
    assertThat(pull("never").code()).isEqualTo(1);
    has(OLD);
    assertThat(pull("missing").out()).isEqualTo(OLD.id().hex() + "\n");
    has(NEW);

    assertThat(pull("missing").out()).isEqualTo(OLD.id().hex() + "\n");
    assertThat(pull("never").out()).isEqualTo(OLD.id().hex() + "\n");
    assertThat(pull("newer").out()).isEqualTo(NEW.id().hex() + "\n");

    registry.close();
    shell.with("JPOD_REGISTRY_TIMEOUT", "1s");
    assertThat(pull("newer").out()).isEqualTo(NEW.id().hex() + "\n");
    assertThat(pull("always").code()).isEqualTo(69);
  }

  @Test
  void namesOfThisHostAreLookedForInTheStoreOnly() throws IOException {
    Files.write(folder.resolve("local.tar"), OLD.ociArchive("localhost/app:1"));
    assertThat(shell.run("load", "local.tar").code()).isZero();

    Shell.Result there = shell.run("pull", "localhost/app:1");
    Shell.Result missing = shell.run("pull", "localhost/other:1");

    assertThat(there.code()).isZero();
    assertThat(there.err()).startsWith("up to date: localhost/app:1");
    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.err()).contains("'localhost/other:1' is not in the store");
  }
}
