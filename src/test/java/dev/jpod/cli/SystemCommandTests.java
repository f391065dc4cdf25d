package dev.jpod.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.image.Image;
import dev.jpod.image.ImageStore;
import dev.jpod.image.ImportOptions;
import dev.jpod.model.Digest;
import dev.jpod.model.ImageReference;
import dev.jpod.store.Attempt;
import dev.jpod.store.Attempt.Result;
import dev.jpod.store.StackFiles;
import dev.jpod.store.StackRevision;
import dev.jpod.store.StoreLayout;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SystemCommandTests {
  @TempDir private Path folder;
  private Shell shell;
  private Digest kept;

  /** A tag that moved twice; a stack was at the first image, nobody at the second. */
  @BeforeEach
  void fillTheStore() {
    shell = new Shell(folder);
    kept = importImage(1);
    importImage(2);
    importImage(3);
    StoreLayout layout = new StoreLayout(folder.resolve("root"), folder.resolve("run"));
    new StackFiles(layout, "shop")
        .commit(
            new StackRevision(
                "shop",
                "lineage",
                1,
                Instant.EPOCH,
                List.of(),
                "stack.yaml",
                Map.of(),
                List.of(),
                List.of(),
                null,
                List.of(new StackRevision.Image("localhost/web:1", kept, kept, kept)),
                null,
                new Attempt(Result.DONE, "", "apply", Instant.EPOCH, "", null, null, null),
                Map.of(),
                List.of()),
            Map.of(),
            20);
    shell.run("volume", "create", "media");
    shell.run("network", "create", "front");
  }

  private Digest importImage(long second) {
    Image image =
        ImageStore.open(folder.resolve("root"))
            .importRootfs(
                new ByteArrayInputStream(new byte[1024]),
                ImageReference.of("localhost/web:1"),
                ImportOptions.at(Instant.ofEpochSecond(second)));
    return image.id();
  }

  private JsonNode df(String... more) {
    String[] words = new String[more.length + 4];
    System.arraycopy(new String[] {"system", "df", "-o", "json"}, 0, words, 0, 4);
    System.arraycopy(more, 0, words, 4, more.length);
    return JsonMapper.shared().readTree(shell.run(words).out());
  }

  private int images() {
    return df().get("images").get("total").asInt();
  }

  @Test
  void rootHasNoSessionToEnd() {
    Shell.Result result = shell.run("system", "migrate");

    assertThat(result.code()).isZero();
    assertThat(result.err()).isEqualTo("nothing to do: root works without a session\n");
  }

  @Test
  void theDiskIsToldKindByKind() {
    JsonNode report = df();

    assertThat(report.get("images").get("total").asInt()).isEqualTo(3);
    assertThat(report.get("images").get("active").asInt()).isZero();
    assertThat(report.get("images").get("size").asLong())
        .isGreaterThan(report.get("images").get("reclaimable").asLong());
    assertThat(report.get("volumes").get("total").asInt()).isEqualTo(1);
    assertThat(report.get("networks").get("total").asInt()).isEqualTo(1);
    assertThat(shell.run("system", "df").out())
        .matches("(?s)TYPE +TOTAL +ACTIVE +SIZE +RECLAIMABLE\nimages +3 +0 .*");
    assertThat(shell.run("system", "df", "-v").out())
        .contains("localhost/web:1")
        .containsPattern("<none> .* revision")
        .contains("media");
    assertThat(df("-v").get("images").get("items")).hasSize(3);
  }

  @Test
  void aPruneTakesWhatHasNoNameAndNobodyNeeds() {
    Shell.Result pruned = shell.run("image", "prune", "--force");

    assertThat(pruned.code()).isZero();
    assertThat(pruned.out()).startsWith("deleted sha256:").contains("freed ");
    assertThat(images()).isEqualTo(2);
    assertThat(shell.run("image", "prune", "-a", "-f").out())
        .startsWith("untagged localhost/web:1");
    assertThat(images()).isEqualTo(1);
    assertThat(df("-v").get("images").get("items").get(0).get("id").asString())
        .isEqualTo(kept.value());
  }

  @Test
  void whatIsLeftOfDownloadsGoesWithAllOrAfterADay() throws IOException {
    Path left =
        Files.write(
            Files.createDirectories(folder.resolve("root/images/partial")).resolve("1".repeat(64)),
            new byte[4096]);

    shell.run("image", "prune", "-f");
    assertThat(left).exists();
    assertThat(shell.run("image", "prune", "-a", "-f").code()).isZero();
    assertThat(left).doesNotExist();
  }

  @Test
  void filtersNarrowDown() {
    assertThat(shell.run("image", "prune", "-a", "-f", "--filter", "label=a").out())
        .isEqualTo("freed 0 B\n");
    assertThat(
            shell.run("image", "prune", "-a", "-f", "--filter", "until=1970-01-01T00:00:03Z").out())
        .contains("deleted")
        .doesNotContain("untagged");
    assertThat(shell.run("image", "prune", "-f", "--filter", "size=3").code()).isEqualTo(64);
  }

  @Test
  void nothingIsPrunedUnlessSomebodyAgrees() {
    for (String what : new String[] {"image", "volume", "network", "system"}) {
      Shell.Result refused = shell.run(what, "prune");
      assertThat(refused.code()).as(what).isEqualTo(3);
      assertThat(refused.err()).as(what).contains("would be", "--force");
      assertThat(asked("n\n").run(what, "prune").code()).as(what).isEqualTo(3);
      assertThat(asked("").run(what, "prune").code()).as(what).isEqualTo(3);
    }
    assertThat(images()).isEqualTo(3);
    assertThat(asked("y\n").run("image", "prune").code()).isZero();
    assertThat(images()).isEqualTo(2);
  }

  private Shell asked(String answer) {
    return new Shell(folder).onTerminals("02").reading(answer);
  }

  @Test
  void aPruneOfTheSystemTakesVolumesOnlyOnRequest() {
    assertThat(shell.run("system", "prune", "--force").out()).contains("front", "deleted");
    assertThat(df().get("volumes").get("total").asInt()).isEqualTo(1);
    assertThat(shell.run("system", "prune", "--force", "--volumes").out()).contains("media");
    assertThat(df().get("volumes").get("total").asInt()).isZero();
  }

  @Test
  void whatAStackCanGoBackToIsNotRemovedInPassing() {
    Shell.Result refused = shell.run("rmi", kept.hex());

    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err()).contains("the stack 'shop' can go back to the image");
    assertThat(shell.run("rmi", "--force", kept.hex()).code()).isZero();
  }
}
