package dev.jpod.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.image.StoreUsage.Necessity;
import dev.jpod.image.StoreUsage.OfImage;
import dev.jpod.model.Failure;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PruneTests {
  @TempDir private Path folder;
  private final Instant yesterday = Instant.now().minus(Duration.ofDays(1));
  private StoreCase files;
  private ImageStore store;
  private Image web;
  private Image other;
  private Image nameless;

  @BeforeEach
  void fillTheStore() {
    files = new StoreCase(folder);
    store = files.store();
    nameless = load("docker.io/library/web:1", "a", "old");
    web = load("docker.io/library/web:1", "a", "b");
    other = load("docker.io/library/other:1", "c");
  }

  private Image load(String name, String... contents) {
    return files.load(ImageFixture.of(contents).dockerArchive(name)).getFirst();
  }

  private PrunedImages prune(ImageNeeds needs, Predicate<Image> chosen) {
    return store.prune(() -> needs, chosen, yesterday);
  }

  @Test
  void whatIsNotChosenOrNeededStaysWhole() {
    PrunedImages pruned = prune(ImageNeeds.NONE, image -> image.references().isEmpty());

    assertThat(pruned.images()).extracting(Image::id).containsExactly(nameless.id());
    assertThat(pruned.freed()).isPositive();
    assertThat(store.list()).extracting(Image::id).containsExactlyInAnyOrder(web.id(), other.id());
    assertThat(store.root(web.id()).layers()).hasSize(2);
  }

  @Test
  void whatContainersAndRevisionsNeedStaysThoughAllIsChosen() {
    ImageNeeds needs = new ImageNeeds(Set.of(web.id()), Map.of(nameless.id(), "shop"));

    assertThat(prune(needs, _ -> true).images()).extracting(Image::id).containsExactly(other.id());
    assertThat(store.root(nameless.id()).layers()).hasSize(2);
    assertThat(store.root(web.id()).layers()).hasSize(2);
  }

  @Test
  void nothingIsLeftWhenNobodyNeedsAnything() throws IOException {
    prune(ImageNeeds.NONE, _ -> true);

    assertThat(store.list()).isEmpty();
    assertThat(StoreCase.names(files.images().resolve("blobs/sha256"))).isEmpty();
    assertThat(prune(ImageNeeds.NONE, _ -> true)).isEqualTo(new PrunedImages(List.of(), 0));
  }

  @Test
  void onlyDownloadsThatNobodyWentOnWithAreRemoved() throws IOException {
    Path partial = Files.createDirectories(files.images().resolve("partial"));
    Path old = Files.write(partial.resolve("1".repeat(64)), new byte[5000]);
    Path young = Files.write(partial.resolve("2".repeat(64)), new byte[300]);
    Files.setLastModifiedTime(old, FileTime.from(yesterday.minusSeconds(60)));
    StoreUsage before = store.usage(ImageNeeds.NONE, yesterday);

    assertThat(before.unfinished()).isEqualTo(5300);
    assertThat(before.reclaimable()).isEqualTo(before.total() + 5000);
    assertThat(prune(ImageNeeds.NONE, _ -> false).freed()).isEqualTo(5000);
    assertThat(old).doesNotExist();
    assertThat(young).exists();
  }

  @Test
  void nothingIsPrunedWhileContainersAreMade() {
    try (ImageStore.Hold _ = store.hold()) {
      assertThatThrownBy(() -> prune(ImageNeeds.NONE, _ -> true))
          .isInstanceOfSatisfying(
              JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.LOCKED));
    }
    assertThat(store.list()).hasSize(3);
  }

  @Test
  void whatAPruneOfAllFreesIsWhatTheUsageSaidItWould() {
    ImageNeeds needs = new ImageNeeds(Set.of(web.id()), Map.of());
    long reclaimable = store.usage(needs, yesterday).reclaimable();

    assertThat(prune(needs, _ -> true).freed()).isEqualTo(reclaimable);
    assertThat(store.usage(needs, yesterday).reclaimable()).isZero();
  }

  @Test
  void layersOfSeveralImagesCountOnce() {
    StoreUsage usage =
        store.usage(new ImageNeeds(Set.of(web.id()), Map.of(nameless.id(), "shop")), yesterday);
    OfImage ofWeb = of(usage, web);
    OfImage ofNameless = of(usage, nameless);

    assertThat(ofWeb.shared()).isPositive().isEqualTo(ofNameless.shared());
    assertThat(usage.total())
        .isEqualTo(
            ofWeb.shared() + ofWeb.unique() + ofNameless.unique() + of(usage, other).unique());
    assertThat(ofWeb.necessity()).isEqualTo(Necessity.USED_BY_CONTAINER);
    assertThat(ofNameless.necessity()).isEqualTo(Necessity.KEPT_FOR_STACK);
    assertThat(usage.reclaimable()).isEqualTo(of(usage, other).unique());
  }

  private static OfImage of(StoreUsage usage, Image image) {
    return usage.images().stream()
        .filter(each -> each.image().id().equals(image.id()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatAStackCanGoBackToIsRemovedByForceOnly() {
    ImageNeeds needs = new ImageNeeds(Set.of(), Map.of(other.id(), "shop"));

    assertThatThrownBy(() -> store.remove("other:1", () -> needs, RemovalMode.ONLY_IF_UNUSED))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.REFUSED))
        .hasMessageContaining("the stack 'shop' can go back to");
    assertThat(store.remove("other:1", () -> needs, RemovalMode.FORCED).deleted())
        .containsExactly(other.id());
  }

  @Test
  void anImageWithAnotherNameIsNotHeldByARevision() {
    store.tag("other:1", ImageReference.of("localhost/again:1"));
    ImageNeeds needs = new ImageNeeds(Set.of(), Map.of(other.id(), "shop"));

    assertThat(store.remove("other:1", () -> needs, RemovalMode.ONLY_IF_UNUSED).deleted())
        .isEmpty();
  }
}
