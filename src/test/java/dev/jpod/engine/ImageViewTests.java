package dev.jpod.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageViewTests {
  @TempDir private Path folder;
  private Path top;
  private Path base;
  private ImageView view;

  @BeforeEach
  void makeLayers() throws IOException {
    top = Files.createDirectory(folder.resolve("top"));
    base = Files.createDirectory(folder.resolve("base"));
    view = new ImageView(List.of(top, base));
    Files.createDirectories(base.resolve("etc"));
    Files.writeString(base.resolve("etc/passwd"), "base");
    Files.writeString(folder.resolve("secret"), "of the host");
  }

  @Test
  void theHighestLayerThatHasAFileDecides() throws IOException {
    assertThat(view.text("/etc/passwd")).isEqualTo("base");

    Files.createDirectories(top.resolve("etc"));
    assertThat(view.text("/etc/passwd")).isEqualTo("base");

    Files.writeString(top.resolve("etc/passwd"), "top");
    assertThat(view.text("/etc/passwd")).isEqualTo("top");
  }

  @Test
  void whatIsNotThereIsEmpty() throws IOException {
    assertThat(view.text("/etc/group")).isEmpty();
    assertThat(view.text("/etc")).isEmpty();
    assertThat(view.text("/etc/passwd/x")).isEmpty();
    assertThat(view.folder("/etc/passwd")).isNull();
    assertThat(view.folder("/no/such")).isNull();
  }

  @Test
  void linksAreFollowedWithinTheImage() throws IOException {
    Files.createSymbolicLink(top.resolve("conf"), Path.of("/etc"));
    Files.createSymbolicLink(base.resolve("etc/group"), Path.of("../conf/./passwd"));

    assertThat(view.text("/conf/passwd")).isEqualTo("base");
    assertThat(view.text("/etc/group")).isEqualTo("base");
    assertThat(view.folder("/conf/")).isEqualTo("/etc");
  }

  @Test
  void noLinkLeadsOutOfTheImage() throws IOException {
    Files.createSymbolicLink(top.resolve("up"), Path.of("../secret"));
    Files.createSymbolicLink(top.resolve("far"), folder.resolve("secret"));
    Files.createSymbolicLink(top.resolve("root"), Path.of("/../../../../../../.."));

    assertThat(view.text("/up")).isEmpty();
    assertThat(view.text("/far")).isEmpty();
    assertThat(view.text("/etc/../../secret")).isEmpty();
    assertThat(view.folder("/root")).isEmpty();
  }

  @Test
  void whatTheRuntimeWouldWaitForIsRefused() throws Exception {
    Path pipe = base.resolve("etc/group");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertThatThrownBy(() -> view.text("/etc/group"))
        .isInstanceOf(JpodException.class)
        .hasMessage("'/etc/group' in the image is not a regular file");
  }

  @Test
  void aCircleOfLinksEnds() throws IOException {
    Files.createSymbolicLink(top.resolve("a"), Path.of("b"));
    Files.createSymbolicLink(top.resolve("b"), Path.of("a"));

    assertThat(view.text("/a")).isEmpty();
    assertThat(view.folder("/a/b")).isNull();
  }

  @Test
  void aFileHidesTheFolderBelowIt() throws IOException {
    Files.writeString(top.resolve("etc"), "a file");

    assertThat(view.folder("/etc")).isNull();
    assertThat(view.text("/etc/passwd")).isEmpty();
  }
}
