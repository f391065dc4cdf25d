package dev.jpod.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.jpod.model.Failure;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.JpodException;
import dev.jpod.observed.ObservedContainer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContainerSelectionTests {
  private static final ObservedContainer WEB_0 =
      Observations.running('a', new InstanceKey("shop", "web", 0, "web"));
  private static final ObservedContainer WEB_1 =
      Observations.running('b', new InstanceKey("shop", "web", 1, "web"));
  private static final ObservedContainer DB =
      Observations.running('c', new InstanceKey("shop", "db", 0, "db"));
  private static final ObservedContainer OTHER_DB =
      Observations.running('d', new InstanceKey("blog", "db", 0, "db"));
  private static final ObservedContainer PROXY =
      Observations.running('e', new InstanceKey("blog", "front", 0, "proxy"));

  private final ContainerSelection selection =
      new ContainerSelection(List.of(WEB_0, WEB_1, DB, OTHER_DB, PROXY));

  @Test
  void aContainerGoesByItsNameAndByItsId() {
    assertThat(selection.one("shop-web-1")).isEqualTo(WEB_1);
    assertThat(selection.one("b".repeat(64))).isEqualTo(WEB_1);
    assertThat(selection.one("bbb")).isEqualTo(WEB_1);
  }

  @Test
  void aContainerGoesByItsPlace() {
    assertThat(selection.one("web[0]")).isEqualTo(WEB_0);
    assertThat(selection.one("shop/web[1]")).isEqualTo(WEB_1);
    assertThat(selection.one("front[0].proxy")).isEqualTo(PROXY);
  }

  @Test
  void aPodStandsForItsOnlyContainer() {
    assertThat(selection.one("front")).isEqualTo(PROXY);
    assertThat(selection.one("blog/db")).isEqualTo(OTHER_DB);
    assertThat(selection.one("shop-db")).isEqualTo(DB);
  }

  @Test
  void severalCandidatesAreListed() {
    assertThatThrownBy(() -> selection.one("web"))
        .hasMessage("'web' may be any of 2 containers")
        .asInstanceOf(type(JpodException.class))
        .returns("choose one: shop-web-0, shop-web-1", JpodException::hint);
    assertThatThrownBy(() -> selection.one("db[0]"))
        .asInstanceOf(type(JpodException.class))
        .returns("choose one: shop-db-0, blog-db-0", JpodException::hint);
  }

  @Test
  void containersThatShareANameAreOfferedByTheirIds() {
    ObservedContainer next = Observations.running('f', new InstanceKey("shop", "db", 0, "db"));
    ContainerSelection both = new ContainerSelection(List.of(DB, next));

    assertThatThrownBy(() -> both.one("shop-db-0"))
        .hasMessage("'shop-db-0' may be any of 2 containers")
        .asInstanceOf(type(JpodException.class))
        .returns("choose one: cccccccccccc, ffffffffffff", JpodException::hint);
    assertThat(both.one("ffff")).isEqualTo(next);
  }

  @Test
  void ofContainersThatShareANameThoseOfThePodThatServesAreMeant() {
    ObservedContainer old = inPod("old", DB);
    ObservedContainer next =
        inPod("next", Observations.running('f', new InstanceKey("shop", "db", 0, "db")));
    List<ObservedContainer> all = List.of(old, next, WEB_0);

    assertThat(new ContainerSelection(all, "next"::equals).one("shop-db-0")).isEqualTo(next);
    assertThat(new ContainerSelection(all, "old"::equals).one("db")).isEqualTo(old);
    assertThat(new ContainerSelection(all, "old"::equals).one("ffff")).isEqualTo(next);
    assertThatThrownBy(() -> new ContainerSelection(all, _ -> false).one("db"))
        .hasMessage("'db' may be any of 2 containers");
  }

  private static ObservedContainer inPod(String pod, ObservedContainer plain) {
    return new ObservedContainer(
        plain.id(),
        plain.name(),
        plain.owner(),
        pod,
        plain.generation(),
        plain.applied(),
        plain.live(),
        plain.status(),
        plain.image(),
        plain.imageName(),
        plain.created(),
        plain.restarts(),
        plain.wanted(),
        plain.health());
  }

  @Test
  void aNameWinsOverTheStartOfAnId() {
    ObservedContainer named = Observations.running('f', new InstanceKey("shop", "abc", 0, "abc"));
    ObservedContainer prefixed = Observations.running("abc" + "0".repeat(61));

    assertThat(new ContainerSelection(List.of(named, prefixed)).one("abc")).isEqualTo(named);
  }

  @Test
  void aNameThatFitsNothingIsAnsweredWithTheNearest() {
    assertThatThrownBy(() -> selection.one("shop-wbe-1"))
        .hasMessage("there is no container 'shop-wbe-1'")
        .asInstanceOf(type(JpodException.class))
        .returns(Failure.NOT_FOUND, JpodException::failure)
        .returns(
            "did you mean shop-web-1? 'jpod ps --all' lists the containers", JpodException::hint);
    assertThatThrownBy(() -> selection.one("")).hasMessage("there is no container ''");
  }

  @Test
  void eachContainerIsChosenOnceAndInTheOrderOfTheNames() {
    assertThat(selection.all(List.of("front", "web[1]", "shop-web-1")))
        .containsExactly(PROXY, WEB_1);
  }
}
