package dev.jpod.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.registry.FoundImage.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchTests {
  @TempDir Path host;
  private FaultyRegistry registry;

  @BeforeEach
  void start() throws IOException {
    registry = FaultyRegistry.start();
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
  }

  private List<FoundImage> find(String term, int limit) {
    return new Registries(Kit.settings(host, Map.of())).search(registry.address(), term, limit);
  }

  private static Reply page(String text, String next) {
    return Reply.whole(200, text.getBytes(StandardCharsets.UTF_8), "Link", next);
  }

  private List<String> tags(int limit) {
    try (Repository repository = Kit.repository(registry, "app", host)) {
      return repository.tags(limit);
    }
  }

  @Test
  void theRegistrysOwnSearchIsAsked() {
    registry.always(
        "/v1/search",
        Kit.json(
            """
            {"results": [
              {"name": "one", "description": "The\\u001b first", "star_count": 7, "is_official": true},
              {"name": "NO NAME", "description": "a trick"},
              {"name": "me/two"},
              {"name": "three"}]}
            """));

    assertThat(find("a&b", 2))
        .containsExactly(
            new FoundImage(registry.address() + "/one", "The  first", 7, Origin.OFFICIAL),
            new FoundImage(registry.address() + "/me/two", "", 0, Origin.ANYBODY));
    assertThat(registry.requests().getLast().target()).isEqualTo("/v1/search?q=a%26b&n=2");
  }

  @Test
  void theCatalogIsReadPageByPageWhereThereIsNoSearch() {
    registry
        .always("last=b", Kit.json("{\"repositories\":[\"x/app-2\",\"other\"]}"))
        .always(
            "_catalog",
            page(
                "{\"repositories\":[\"app\",\"b\"]}",
                "<http://elsewhere.invalid/v2/_catalog?last=b&n=2>; rel=\"next\""));

    assertThat(find("app", 25).stream().map(FoundImage::name))
        .containsExactly(registry.address() + "/app", registry.address() + "/x/app-2");
    assertThat(find("app", 1)).hasSize(1);
  }

  @Test
  void whoOffersNeitherCannotBeSearched() {
    registry.always("_catalog", Reply.status(404));

    assertThatThrownBy(() -> find("app", 25))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.hint()).contains("--list-tags"))
        .hasMessage("the registry '" + registry.address() + "' cannot be searched");
  }

  @Test
  void whoWantsALoginForItSaysSo() {
    registry.guardedBy(Kit.basic("me", "pw"));

    assertThatThrownBy(() -> find("app", 25))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.hint()).contains("jpod login"));
  }

  @Test
  void theCredentialOfTheRegistryIsUsed() throws IOException {
    Kit.login(host, registry, "me", "pw");
    registry.guardedBy(Kit.basic("me", "pw"));
    registry.content().manifest("app", "1", new byte[] {'{', '}'}, "application/json");

    assertThat(find("app", 25)).hasSize(1);
  }

  @Test
  void tagsAreListedPageByPage() {
    registry
        .always(
            "last=2",
            page("{\"tags\":[\"3\",\"not a tag\"]}", "</v2/app/tags/list?last=3>; rel=\"next\""))
        .always("last=3", Kit.json("{\"tags\":null}"))
        .always(
            "/v2/app/tags/list",
            page("{\"tags\":[\"1\",\"2\"]}", "</v2/app/tags/list?last=2>; rel=\"next\""));

    assertThat(tags(Integer.MAX_VALUE)).containsExactly("1", "2", "3");
    assertThat(tags(2)).containsExactly("1", "2");
  }

  @Test
  void aListThatPointsToItselfEnds() {
    registry.always("tags", page("{\"tags\":[\"1\"]}", "</v2/app/tags/list?last=1>; rel=\"next\""));

    assertThat(tags(9)).containsExactly("1", "1");
  }

  @Test
  void aListWithoutEndIsRefused() {
    int[] count = {0};
    registry.always(
        "tags",
        (request, out) ->
            page("{\"tags\":[]}", "</v2/app/tags/list?last=" + count[0]++ + ">; rel=\"next\"")
                .write(request, out));

    assertThatThrownBy(() -> tags(9))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.REFUSED))
        .hasMessageContaining("has no end");
  }

  @Test
  void aRepositoryThatIsNotThereHasNoTags() {
    registry.always("tags", Reply.error(404, "name unknown"));

    assertThatThrownBy(() -> tags(9))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.NOT_FOUND));
  }

  @Test
  void aListThatIsNoneIsTriedAgainAndThenTold() {
    registry.always("tags", Kit.json("[\"tags\"]"));

    assertThatThrownBy(() -> tags(9)).hasMessageContaining("its list is none");
  }
}
