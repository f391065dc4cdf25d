package dev.jpod.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.image.ImageFixture;
import dev.jpod.image.Platform;
import dev.jpod.image.StoreCase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that carry images out of the store, and those that look at them. */
class ImageTransferCommandTests {
  private static final ImageFixture WEB = ImageFixture.of("low", "high");
  private static final ImageFixture OTHER = ImageFixture.of("other");
  private static final String DIGEST = "sha256:[0-9a-f]{64}";

  @TempDir private Path folder;
  private Shell shell;

  @BeforeEach
  void fillStore() throws IOException {
    shell = new Shell(folder);
    Files.write(folder.resolve("web.tar"), WEB.ociArchive("localhost/web:1"));
    Files.write(folder.resolve("other.tar"), OTHER.ociArchive("registry.example/shop/other:2"));
    assertThat(shell.run("load", "web.tar").code()).isZero();
    assertThat(shell.run("image", "load", "-i", "other.tar").code()).isZero();
  }

  private String field(String image, String field) {
    String json = shell.run("image", "inspect", image).out();
    int at = json.indexOf("\"" + field + "\" : \"");
    assertThat(at).as(json).isPositive();
    int start = at + field.length() + 6;
    return json.substring(start, json.indexOf('"', start));
  }

  @Test
  void savedImagesAreLoadedElsewhere() throws IOException {
    Shell.Result result =
        shell.run("save", "-o", "a.tar", "web:1", "registry.example/shop/other:2");

    assertThat(result.code()).isZero();
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("✓ saved a.tar  ").hasLineCount(1);
    StoreCase other = new StoreCase(folder.resolve("elsewhere"));
    assertThat(other.store().load(folder.resolve("a.tar")))
        .extracting(image -> image.references().getFirst().toString())
        .containsExactly("localhost/web:1", "registry.example/shop/other:2");
  }

  @Test
  void whatThePolicyRejectsIsNotLoaded() throws IOException {
    Path settings = Files.createDirectories(folder.resolve("config/containers"));
    Files.writeString(
        settings.resolve("policy.json"),
        """
        {"default": [{"type": "reject"}],
         "transports": {"oci-archive": {"%s": [{"type": "insecureAcceptAnything"}]}}}
        """
            .formatted(folder.toRealPath().resolve("web.tar")));
    assertThat(shell.run("rmi", "web:1", "registry.example/shop/other:2").code()).isZero();

    assertThat(shell.run("load", "web.tar").code()).isZero();
    Shell.Result refused = shell.run("load", "other.tar");
    Shell.Result piped =
        new Shell(folder)
            .reading(Files.readString(folder.resolve("other.tar"), ISO_8859_1))
            .run("load");

    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err()).contains("other.tar' is refused by its default", "it rejects all");
    assertThat(piped.code()).isEqualTo(3);
    assertThat(piped.err()).contains("/dev/stdin' is refused by its default");
    assertThat(shell.run("images", "-q").out()).hasLineCount(1);
  }

  @Test
  void standardOutputIsAnArchiveButNotOnATerminal() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    assertThat(shell.runInto(out, err, "save", "-q", "web:1")).isZero();

    assertThat(err.size()).isZero();
    StoreCase other = new StoreCase(folder.resolve("elsewhere"));
    assertThat(other.load(out.toByteArray()).getFirst().id()).isEqualTo(WEB.id());
    Shell.Result refused = new Shell(folder).onTerminals("1").run("save", "web:1");
    assertThat(refused.code()).isEqualTo(64);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err()).contains("an archive is nothing for a terminal");
    assertThat(shell.run("save", "--format", "oci-dir", "web:1").err()).contains("name it with -o");
  }

  @Test
  void everyFormIsSavedAndAFileIsWrittenOverByForceOnly() {
    for (String form : new String[] {"docker-archive", "oci-archive", "oci-dir", "docker-dir"}) {
      assertThat(shell.run("save", "--format", form, "-o", "as-" + form, "web:1").code())
          .as(form)
          .isZero();
    }
    assertThat(folder.resolve("as-oci-dir/index.json")).content().contains("localhost/web:1");
    assertThat(folder.resolve("as-docker-dir/version")).exists();
    Shell.Result refused = shell.run("save", "-o", "as-docker-archive", "web:1");
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err()).contains("there is a file", "--force");
    assertThat(shell.run("save", "-f", "-o", "as-docker-archive", "web:1").code()).isZero();
    assertThat(
            shell
                .run(
                    "save",
                    "--format",
                    "docker-dir",
                    "-o",
                    "d",
                    "web:1",
                    "registry.example/shop/other:2")
                .err())
        .contains("docker-dir holds one image, not 2");
    assertThat(shell.run("save", "--format", "zip", "web:1").code()).isEqualTo(64);
    assertThat(shell.run("save", "-o", "x", "nope:1").err()).contains("there is no image 'nope:1'");
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @Test
  void anImageIsPushedToAPlaceOnThisHost() throws IOException {
    Shell.Result result =
        shell.run("push", "--digestfile", "d", "-o", "json", "web:1", "oci:layout:stable");

    assertThat(result.code()).isZero();
    String digest = field("web:1", "digest");
    assertThat(Files.readString(folder.resolve("d"))).isEqualTo(digest);
    assertThat(result.out())
        .contains("\"digest\" : \"" + digest + "\"")
        .contains("\"destination\" : \"oci:" + folder.resolve("layout") + ":stable\"");
    assertThat(result.err())
        .startsWith("✓ pushed web:1 to oci:" + folder.resolve("layout") + ":stable  ");
    assertThat(folder.resolve("layout/index.json")).content().contains("\"stable\"", digest);
    assertThat(shell.run("image", "push", "-q", "web:1", "docker-archive:a.tar"))
        .isEqualTo(new Shell.Result(0, "", ""));
  }

  @Test
  void anImageForAnotherPlatformIsPulledWithAWarning() throws IOException {
    String other = Platform.ofHost().architecture().equals("s390x") ? "arm64" : "s390x";
    String[] files = {"file"};
    Files.write(folder.resolve("o.tar"), ImageFixture.of(other, files).ociArchive("localhost/o:1"));

    assertThat(shell.run("pull", "oci-archive:o.tar").err())
        .contains("is for linux/" + other + ", not for " + Platform.ofHost());
    assertThat(shell.run("pull", "--platform", other, "oci-archive:o.tar").err())
        .doesNotContain("warning");
  }

  @Test
  void aPlaceThatCannotBePushedToIsRefused() {
    String id = WEB.id().hex().substring(0, 12);

    assertThat(shell.run("push", id).err()).contains("does not say where to push the image");
    assertThat(shell.run("push", id).code()).isEqualTo(64);
    assertThat(shell.run("push", "web:1", "containers-storage:web").code()).isEqualTo(3);
    assertThat(shell.run("push", "web:1", "oci:layout:@1").code()).isEqualTo(64);
    assertThat(shell.run("push", "web:1", "dir:").code()).isEqualTo(64);
    assertThat(shell.run("push", "nope", "dir:d").code()).isEqualTo(1);
    assertThat(folder.resolve("layout")).doesNotExist();
  }

  @Test
  void theHistoryIsShownWithItsSizes() throws IOException {
    String config =
        new String(WEB.config(), UTF_8)
            .replace(
                "\"history\":[{\"comment\":\"x\"}]",
                """
                "author":"me","variant":"v9",
                "history":[
                  {"created":"2024-01-01T00:00:00Z","created_by":"COPY low /\\n\\u001b[31m"},
                  {"created_by":"ENV A=%s","empty_layer":true},
                  {"created":"2024-01-02T00:00:00Z","created_by":"COPY high /","comment":"top"}]
                """
                    .formatted("long".repeat(20)));
    ImageFixture image = new ImageFixture(WEB.layers(), config.getBytes(UTF_8));
    Files.write(folder.resolve("h.tar"), image.ociArchive("localhost/h:1"));
    shell.run("load", "h.tar");

    String table = shell.run("image", "history", "h:1").out();

    assertThat(table.lines().toList().get(0)).matches("CREATED +CREATED BY +SIZE +COMMENT");
    assertThat(table.lines().toList().get(1)).matches(".* ago +COPY high / +[0-9.]+ [KiB]+ +top");
    assertThat(table.lines().toList().get(2)).matches("unknown +ENV A=(long){9}lo… +0 B");
    assertThat(table.lines().toList().get(3)).contains("COPY low /").doesNotContain("\u001b");
    assertThat(shell.run("image", "history", "--no-trunc", "h:1").out())
        .contains("ENV A=" + "long".repeat(20));
    assertThat(shell.run("image", "history", "-o", "json", "h:1").out())
        .contains("\"created\" : \"2024-01-02T00:00:00Z\"", "\"layer\" : \"sha256:");
    assertThat(shell.run("image", "inspect", "h:1").out())
        .contains("\"author\" : \"me\"", "\"variant\" : \"v9\"", "\"createdBy\" : \"COPY low /");
  }

  @Test
  void aHistoryThatDoesNotFitTheLayersHasUnknownSizes() {
    assertThat(shell.run("image", "history", "web:1").out().lines().toList().get(1))
        .matches("unknown +unknown +x");
  }

  @Test
  void inspectShowsLayersAndHealthcheck() throws IOException {
    String config =
        new String(WEB.config(), UTF_8)
            .replace(
                "\"StopSignal\"",
                "\"Healthcheck\":{\"Test\":[\"CMD\",\"true\"],\"Interval\":5000000000,"
                    + "\"Retries\":3},\"StopSignal\"");
    ImageFixture image = new ImageFixture(WEB.layers(), config.getBytes(UTF_8));
    Files.write(folder.resolve("h.tar"), image.ociArchive("localhost/h:1"));
    shell.run("load", "h.tar");

    assertThat(shell.run("image", "inspect", "h:1").out())
        .contains("\"mediaType\" : \"application/vnd.oci.image.manifest.v1+json\"")
        .containsPattern("\"diffId\" : \"" + DIGEST)
        .contains("\"interval\" : 5000000000", "\"retries\" : 3", "\"CMD\"");
    assertThat(shell.run("image", "inspect", "web:1").out()).doesNotContain("healthcheck");
  }

  @Test
  void namesAreTakenAwayAndTheImageStays() {
    shell.run("tag", "web:1", "localhost/web:old");

    assertThat(shell.run("untag", "web:1", "web:old").out())
        .isEqualTo("untagged localhost/web:old\n");
    assertThat(shell.run("untag", "web:1", "web:old").code()).isEqualTo(1);
    assertThat(shell.run("untag", "web:1", "registry.example/shop/other:2").err())
        .contains("has no name 'registry.example/shop/other:2'");
    assertThat(shell.run("image", "untag", "web:1").out()).isEqualTo("untagged localhost/web:1\n");
    assertThat(shell.run("images", "-f", "dangling=true", "-q").out())
        .isEqualTo(WEB.id().shortHex() + "\n");
    assertThat(shell.run("image", "untag", WEB.id().hex()).code()).isZero();
  }

  @Test
  void existsSaysNothing() {
    assertThat(shell.run("image", "exists", "web:1")).isEqualTo(new Shell.Result(0, "", ""));
    assertThat(shell.run("image", "exists", "web:2")).isEqualTo(new Shell.Result(1, "", ""));
    assertThat(shell.run("image", "exists").code()).isEqualTo(64);
  }

  @Test
  void imagesAreFiltered() {
    shell.run("tag", "web:1", "quay.example/a/web:2");

    assertThat(names("web")).containsExactly("localhost/web");
    assertThat(names("web:2")).isEmpty();
    assertThat(names("quay.example/*/web")).containsExactly("quay.example/a/web");
    assertThat(names("quay.example/*")).isEmpty();
    assertThat(names("-f", "reference=*.example/*/*:2"))
        .containsExactlyInAnyOrder("quay.example/a/web", "registry.example/shop/other");
    assertThat(names("-f", "label=a")).hasSize(3);
    assertThat(names("-f", "label=a=b", "-f", "dangling=false")).hasSize(3);
    assertThat(names("-f", "label=a=c")).isEmpty();
    assertThat(names("-f", "dangling=true")).isEmpty();
    assertThat(names("-f", "since=web:1")).isEmpty();
    assertThat(names("-f", "before=web:1")).isEmpty();
    assertThat(names("-a")).hasSize(3);
    assertThat(shell.run("images", "--digests", "web").out())
        .contains("DIGEST")
        .contains(field("web:1", "digest"));
    assertThat(shell.run("images", "-q", "--no-trunc", "web").out()).isEqualTo(WEB.id() + "\n");
    for (String wrong : new String[] {"dangling=x", "nope=1", "label", "reference="}) {
      assertThat(shell.run("images", "-f", wrong).code()).as(wrong).isEqualTo(64);
    }
    assertThat(shell.run("images", "-f", "since=nope").code()).isEqualTo(1);
  }

  private List<String> names(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "images";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return shell.run(all).out().lines().skip(1).map(line -> line.split(" ", -1)[0]).toList();
  }

  @Test
  void mountsAreListedAndUnmountingIsIdempotent() {
    assertThat(shell.run("image", "mount")).isEqualTo(new Shell.Result(0, "", ""));
    assertThat(shell.run("image", "mount", "nope:1").code()).isEqualTo(1);
    assertThat(shell.run("image", "unmount", "web:1")).isEqualTo(new Shell.Result(0, "", ""));
    assertThat(shell.run("image", "umount", "-a").code()).isZero();
    assertThat(shell.run("image", "unmount").code()).isEqualTo(64);
    assertThat(shell.run("image", "unmount", "-a", "web:1").code()).isEqualTo(64);
    assertThat(shell.run("image", "unmount", "nope").code()).isEqualTo(1);
  }
}
