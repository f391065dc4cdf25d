package dev.jpod.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jpod.image.ImagePick;
import dev.jpod.model.Failure;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How places of images are written. */
class LocationTests {
  private static final Path HERE = Path.of("/home/me");

  private static Location read(String text) {
    return Location.of(text, HERE);
  }

  @Test
  void aNameAloneStaysAsItWasWritten() {
    assertThat(read("busybox")).isEqualTo(new Location.Name("busybox"));
    assertThat(read("localhost:5000/a:1")).isEqualTo(new Location.Name("localhost:5000/a:1"));
  }

  @Test
  void aNameMayBeginWithTheWordOfTheTransportForRegistries() {
    assertThat(read("docker:dind")).isEqualTo(new Location.Name("docker:dind"));
  }

  @Test
  void aRegistryHasANormalisedReference() {
    assertThat(read("docker://busybox"))
        .isEqualTo(new Location.Registry(ImageReference.of("docker.io/library/busybox:latest")));
  }

  @Test
  void aPathIsRelativeToTheFolderOfTheCaller() {
    assertThat(read("oci:layout"))
        .isEqualTo(new Location.OciFolder(Path.of("/home/me/layout"), new ImagePick.Only()));
    assertThat(read("dir:../you/d")).isEqualTo(new Location.Folder(Path.of("/home/you/d")));
    assertThat(read("oci-archive:/a.tar").toString()).isEqualTo("oci-archive:/a.tar");
  }

  @Test
  void thePathEndsAtTheFirstColonAndTheNameHasTheOthers() {
    assertThat(read("oci:/p:localhost:5000/web:1"))
        .isEqualTo(
            new Location.OciFolder(Path.of("/p"), new ImagePick.Named("localhost:5000/web:1")));
    assertThat(read("dir:/with:colon")).isEqualTo(new Location.Folder(Path.of("/with:colon")));
  }

  @Test
  void aNameInADockerArchiveIsAWholeReference() {
    assertThat(read("docker-archive:/a.tar:web"))
        .isEqualTo(
            new Location.DockerArchive(
                Path.of("/a.tar"), new ImagePick.Named("docker.io/library/web:latest")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"oci:/p:@3", "oci-archive:/p:@3", "docker-archive:/p:@3"})
  void aPositionIsCounted(String text) {
    assertThat(read(text).toString()).isEqualTo(text);
    assertThat(read(text)).extracting("pick").isEqualTo(new ImagePick.At(3));
  }

  @Test
  void theStoreOfOtherToolsIsNamedInBrackets() {
    assertThat(read("containers-storage:[overlay@/var/s+/run/s:a=b,c=d]localhost/a:1"))
        .isEqualTo(
            new Location.Storage(
                "overlay", Path.of("/var/s"), Path.of("/run/s"), "a=b,c=d", "localhost/a:1"));
    assertThat(read("containers-storage:[/var/s]a"))
        .isEqualTo(new Location.Storage(null, Path.of("/var/s"), null, "", "a"));
    assertThat(read("containers-storage:a"))
        .isEqualTo(new Location.Storage(null, null, null, "", "a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "containers-storage:[overlay@/var/s+/run/s:a=b]localhost/a:1",
        "containers-storage:a",
        "docker://docker.io/library/a:1",
        "oci:/p:1",
        "dir:/d"
      })
  void aPlacePrintsItselfAsItIsWritten(String text) {
    assertThat(read(text).toString()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "oci:|it has no path|dir:/tmp/image",
        "oci::1|it has no path|dir:/tmp/image",
        "dir:|it has no path|dir:/tmp/image",
        "oci:/p:a b|'a b' is not the name of an image in a layout|@0",
        "oci:/p:../x|'../x' is not the name of an image in a layout|@0",
        "oci-archive:/p:@x|'@x' is not the name of an image in a layout|@0",
        "docker-archive:/p:UPPER|'library/UPPER' is not a repository name|docker.io/library",
        "docker://|'' is not an image reference|docker.io/library",
        "docker://a@sha256:1|is not a digest|docker.io/library",
        "https://docker.io/a|a registry is not named by an address|docker://HOST/NAME",
        "docker-daemon:a:1|its transport is none that jpod knows|docker-archive:",
        "containers-storage:|it does not name an image|containers-storage:NAME",
        "containers-storage:[]a|it does not name an image|absolute paths",
        "containers-storage:[relative]a|it does not name an image|absolute paths",
        "containers-storage:[/s]|it does not name an image|absolute paths",
        "Busy Box|is not a repository name|docker.io/library",
        "dir:/a\u0000b|its path cannot be that of a file|another path"
      })
  void whatIsWrongIsSaidWithWhatWouldBeRight(String text, String why, String hint) {
    JpodException refusal = catchThrowableOfType(JpodException.class, () -> read(text));

    assertThat(refusal.failure()).isEqualTo(Failure.USAGE);
    assertThat(refusal).hasMessageStartingWith("'" + text + "' is no place of an image: ");
    assertThat(refusal).hasMessageContaining(why);
    assertThat(refusal.hint()).contains(hint);
  }

  @Test
  void namesInADockerArchiveHaveNoDigest() {
    String digest = "@sha256:" + "0".repeat(64);

    assertThat(
            catchThrowableOfType(JpodException.class, () -> read("docker-archive:/p:a" + digest)))
        .hasMessageContaining("no digest");
  }
}
