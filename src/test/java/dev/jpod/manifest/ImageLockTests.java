package dev.jpod.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.Digest;
import dev.jpod.model.ImageReference;
import java.util.TreeMap;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageLockTests {
  private static final Digest A = Digest.sha256("a".repeat(64));
  private static final Digest B = Digest.sha256("b".repeat(64));
  private static final String NGINX = "docker.io/library/nginx:1.27";

  private static ImageLock read(String text) {
    return ImageLock.read(new ManifestText("stack.lock", "/srv", text));
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(String text) {
    return assertThatThrownBy(() -> read(text)).isInstanceOf(InvalidManifest.class);
  }

  @Test
  void aLockIsReadBackAsItWasWritten() {
    TreeMap<String, Digest> digests = new TreeMap<>();
    digests.put("localhost:5000/app:1", B);
    digests.put(NGINX, A);
    ImageLock lock = new ImageLock(digests);

    assertThat(lock.text())
        .isEqualTo(
            "# Made by 'jpod lock'; 'jpod lock --update' looks the tags up anew.\n"
                + "version: 1\n"
                + "images:\n"
                + ("  \"" + NGINX + "\": " + A + "\n")
                + ("  \"localhost:5000/app:1\": " + B + "\n"));
    assertThat(read(lock.text())).isEqualTo(lock);
    assertThat(read(new ImageLock(new TreeMap<>()).text()).digests()).isEmpty();
  }

  @Test
  void aReferenceIsFoundByItsFullName() {
    ImageLock lock = read("version: 1\nimages: {\"" + NGINX + "\": " + A + "}\n");

    assertThat(lock.digest(ImageReference.of("nginx:1.27"))).isEqualTo(A);
    assertThat(lock.digest(ImageReference.of("nginx:1.26"))).isNull();
  }

  @Test
  void aDigestThatIsNoneIsRefusedWithItsLine() {
    assertRefused("version: 1\nimages:\n  \"" + NGINX + "\": sha256:12\n")
        .hasMessageContaining("stack.lock:3")
        .hasMessageContaining("sha256:12");
  }

  @Test
  void aNameThatIsNotInFullIsRefusedWithWhatToWrite() {
    assertRefused("version: 1\nimages:\n  nginx: " + A + "\n")
        .hasMessageContaining("stack.lock:3")
        .hasMessageContaining("docker.io/library/nginx:latest");
  }

  @Test
  void aFileOfALaterVersionIsRefused() {
    assertRefused("version: 2\nthings: []\n")
        .hasMessageContaining("stack.lock:1")
        .hasMessageContaining("a later jpod");
  }

  @Test
  void anUnknownFieldIsRefused() {
    assertRefused("version: 1\nimages: {}\nimage: {}\n").hasMessageContaining("stack.lock:3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# Made by 'jpod lock'\n",
        "[]",
        "version: 1\n",
        "images: {}\n",
        "version: 0\nimages: {}\n",
        "version: one\nimages: {}\n",
        "version: 1\nimages: []\n",
        "version: 1\nimages: {a: {b: c}}\n",
        "version: 1\nimages: {A: x}\n",
        "version: 1\nimages: {}\n---\nversion: 1\nimages: {}\n",
        "version: 1\nimages: {\n",
        "version: 1\nimages: !!java.net.URL [\"http://localhost\"]\n",
        "a: &a [x]\nb: &b [*a,*a]\n"
      })
  void whatIsNoLockFileIsRefused(String text) {
    assertRefused(text)
        .extracting(refusal -> ((InvalidManifest) refusal).problems().getFirst().place())
        .satisfies(place -> assertThat(place.toString()).startsWith("stack.lock:"));
  }

  @Test
  void referencesThatAreReplacedByVariablesAreNone() {
    assertRefused("version: 1\nimages: {\"" + NGINX + "\": \"${HOME}\"}\n");
  }
}
