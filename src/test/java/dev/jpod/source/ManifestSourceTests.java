package dev.jpod.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.source.ManifestSource.Depth;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestSourceTests {
  @TempDir private Path folder;

  @Test
  void aFileIsReadWithTheFolderItsPathsStartFrom() throws IOException {
    write("deploy/shop.yaml", "name: shop");

    SourceFile file = flat("").read(List.of("deploy/shop.yaml")).getFirst();

    assertThat(file.name()).isEqualTo("deploy/shop.yaml");
    assertThat(file.folder()).isEqualTo(folder.resolve("deploy"));
    assertThat(new String(file.content(), UTF_8)).isEqualTo("name: shop");
  }

  @Test
  void aDashIsStandardInput() {
    SourceFile file = flat("name: shop").read(List.of("-")).getFirst();

    assertThat(file.name()).isEqualTo("<stdin>");
    assertThat(file.folder()).isEqualTo(folder);
    assertThat(new String(file.content(), UTF_8)).isEqualTo("name: shop");
  }

  @Test
  void aFolderStandsForItsManifestsInTheOrderOfTheirNames() throws IOException {
    write("deploy/b.yml", "");
    write("deploy/a.yaml", "");
    write("deploy/c.json", "");
    write("deploy/notes.txt", "");
    write("deploy/.b.yml.swp.yaml", "");
    write("deploy/below/d.yaml", "");

    assertThat(flat("").read(List.of("deploy")))
        .extracting(SourceFile::name)
        .containsExactly("deploy/a.yaml", "deploy/b.yml", "deploy/c.json");
  }

  @Test
  void aFolderIsSearchedToItsGroundOnlyWhenAskedFor() throws IOException {
    write("deploy/b.yaml", "");
    write("deploy/a/d.yaml", "");
    write("deploy/.git/x.yaml", "");
    Files.createSymbolicLink(folder.resolve("deploy/again"), folder.resolve("deploy"));

    assertThat(source("", Depth.RECURSIVE).read(List.of("deploy")))
        .extracting(SourceFile::name)
        .containsExactly("deploy/a/d.yaml", "deploy/b.yaml");
  }

  @Test
  void withoutANameTheDefaultFileIsRead() throws IOException {
    write("jpod.yaml", "");
    write("stack.yaml", "");

    assertThat(flat("").read(List.of())).extracting(SourceFile::name).containsExactly("stack.yaml");
  }

  @Test
  void withoutANameAndWithoutADefaultFileTheHintSaysWhatToName() {
    assertThatThrownBy(() -> flat("").read(List.of()))
        .hasMessage(
            "no manifest was named, and there is no stack.yaml or jpod.yaml in '" + folder + "'")
        .asInstanceOf(type(JpodException.class))
        .returns(Failure.USAGE, JpodException::failure)
        .returns("name one with -f FILE, -f FOLDER or -f -", JpodException::hint);
  }

  @Test
  void aMissingFileIsWrongUsage() {
    assertThatThrownBy(() -> flat("").read(List.of("shop.yaml")))
        .hasMessage("there is no file 'shop.yaml'")
        .asInstanceOf(type(JpodException.class))
        .returns(Failure.USAGE, JpodException::failure);
  }

  @Test
  void anEmptyFolderIsWrongUsage() throws IOException {
    Files.createDirectory(folder.resolve("deploy"));

    assertThatThrownBy(() -> flat("").read(List.of("deploy")))
        .hasMessage("the folder 'deploy' has no manifests");
  }

  @Test
  void standardInputCannotBeReadTwice() {
    assertThatThrownBy(() -> flat("").read(List.of("-", "-"))).hasMessage("'-' is named twice");
  }

  @Test
  void aFloodOnStandardInputIsRefused() {
    ManifestSource source =
        new ManifestSource(
            folder, new ByteArrayInputStream(new byte[ManifestSource.LARGEST + 1]), Depth.FLAT);

    assertThatThrownBy(() -> source.read(List.of("-")))
        .hasMessage("'-' is larger than 8 MiB")
        .asInstanceOf(type(JpodException.class))
        .returns(Failure.INVALID_MANIFEST, JpodException::failure);
  }

  private ManifestSource flat(String standardInput) {
    return source(standardInput, Depth.FLAT);
  }

  private ManifestSource source(String standardInput, Depth depth) {
    return new ManifestSource(
        folder, new ByteArrayInputStream(standardInput.getBytes(UTF_8)), depth);
  }

  private void write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
