package dev.jpod.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.model.Digest;
import dev.jpod.model.ImageReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScopesTests {
  private static final Digest DIGEST = Digest.sha256("a".repeat(64));

  @Test
  void anImageOfARegistryIsInItsRepositoryItsNamespacesItsHostAndTheDomains() {
    assertThat(scopes("registry.example.com:5000/team/app:1"))
        .containsExactly(
            "registry.example.com:5000/team/app:1",
            "registry.example.com:5000/team/app",
            "registry.example.com:5000/team",
            "registry.example.com:5000",
            "*.example.com",
            "*.com");
  }

  @Test
  void aShortNameIsLookedUpInFull() {
    assertThat(scopes("busybox"))
        .containsExactly(
            "docker.io/library/busybox:latest",
            "docker.io/library/busybox",
            "docker.io/library",
            "docker.io",
            "*.io");
  }

  @Test
  void aTagBesideADigestOpensNoScope() {
    ImageReference both = ImageReference.of("quay.io/a/b:1@" + DIGEST);

    assertThat(Subject.inRegistry(both, List.of(DIGEST)).scopes())
        .containsExactly("quay.io/a/b@" + DIGEST, "quay.io/a/b", "quay.io/a", "quay.io", "*.io");
  }

  @Test
  void aPathIsInTheFoldersAboveItWhateverLinksLeadThere(@TempDir Path folder) throws Exception {
    Path images = folder.toRealPath().resolve("images");
    Path real = Files.createDirectories(images.resolve("app"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);

    List<String> scopes = Scopes.ofPath(Transport.OCI, link);

    assertThat(scopes)
        .startsWith(real.toString(), images.toString())
        .doesNotContain("/", link.toString());
  }

  @Test
  void aDockerArchiveHasNoScopesOfItsOwn() {
    assertThat(Scopes.ofPath(Transport.DOCKER_ARCHIVE, Path.of("/srv/a.tar"))).isEmpty();
  }

  @Test
  void anImageOfAStoreIsInTheStoreWithAndWithoutItsDriver() {
    Subject subject =
        Subject.inStorage(
            "overlay",
            Path.of("/var/lib/containers/storage"),
            ImageReference.of("localhost/app:1"),
            DIGEST,
            List.of(DIGEST));

    String store = "[overlay@/var/lib/containers/storage]";
    assertThat(subject.scopes())
        .containsExactly(
            store + "localhost/app:1@" + DIGEST.hex(),
            store + "localhost/app:1",
            store + "localhost/app",
            store + "localhost",
            store,
            "[/var/lib/containers/storage]");
  }

  private static List<String> scopes(String reference) {
    return Scopes.ofRegistry(ImageReference.of(reference));
  }
}
