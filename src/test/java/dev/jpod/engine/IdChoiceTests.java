package dev.jpod.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.engine.IdChoice.Session;
import dev.jpod.engine.SubordinateIds.Span;
import dev.jpod.model.IdMappings;
import dev.jpod.model.IdMappings.Range;
import dev.jpod.model.JpodException;
import dev.jpod.model.UserNamespaceMode.Auto;
import dev.jpod.model.UserNamespaceMode.KeepId;
import dev.jpod.model.UserNamespaceMode.Mapped;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IdChoiceTests {
  private static final long EVERY = (1L << 32) - 2;
  private static final List<Span> POOL = List.of(new Span(1_000_000, 10_000));
  private static final IdChoice ROOT = new IdChoice(null, POOL, POOL, EVERY, EVERY);
  private static final List<Span> REST = List.of(new Span(1, 65_536));
  private static final IdChoice USER =
      new IdChoice(new Session(1000, 100), REST, REST, 65_536, 65_536);

  private static IdMappings same(Range... ranges) {
    return new IdMappings(List.of(ranges), List.of(ranges));
  }

  private static IdMappings auto(
      IdChoice choice, @Nullable Long size, List<IdMappings> others, @Nullable IdMappings before) {
    return choice.choose(new Auto(size), () -> 600, others, before);
  }

  @Test
  void whoKeepsHisIdIsInTheMiddleOfTheOthers() {
    IdMappings ids = USER.choose(new KeepId(null, null), () -> 0, List.of(), null);

    assertThat(ids.users())
        .containsExactly(
            new Range(0, 1, 1000), new Range(1000, 0, 1), new Range(1001, 1001, 64_536));
    assertThat(ids.groups())
        .containsExactly(new Range(0, 1, 100), new Range(100, 0, 1), new Range(101, 101, 65_436));
  }

  @Test
  void aKeptIdMayBeTheFirstOrBeyondAllOthers() {
    IdMappings ids = USER.choose(new KeepId(0L, 70_000L), () -> 0, List.of(), null);

    assertThat(ids.users()).containsExactly(new Range(0, 0, 1), new Range(1, 1, 65_536));
    assertThat(ids.groups()).containsExactly(new Range(0, 1, 65_536), new Range(70_000, 0, 1));
  }

  @Test
  void rootKeepsNoId() {
    assertThatThrownBy(() -> ROOT.require(new KeepId(null, null)))
        .isInstanceOf(JpodException.class)
        .hasMessageContaining("keep-id is for ordinary users");
  }

  @Test
  void withoutSubordinateIdsThereIsNobodyElse() {
    IdChoice single = new IdChoice(new Session(1000, 100), List.of(), List.of(), 0, 0);

    assertThatThrownBy(() -> single.require(new KeepId(null, null)))
        .hasMessageContaining("you have none");
    assertThatThrownBy(() -> single.require(new Auto(null))).hasMessageContaining("you have none");
    IdChoice poor = new IdChoice(null, List.of(), List.of(), EVERY, EVERY);
    assertThatThrownBy(() -> poor.require(new Auto(null))).hasMessageContaining("'containers'");
  }

  @Test
  void anAutomaticChoiceIsTheHighestThatNobodyHas() {
    IdMappings first = auto(ROOT, null, List.of(), null);
    IdMappings second = auto(ROOT, 2000L, List.of(first), null);

    assertThat(first).isEqualTo(same(new Range(0, 1_008_976, 1024)));
    assertThat(second).isEqualTo(same(new Range(0, 1_006_976, 2000)));
    IdMappings gap = same(new Range(0, 1_009_000, 1000));
    assertThat(auto(ROOT, 1024L, List.of(gap), null))
        .isEqualTo(same(new Range(0, 1_007_976, 1024)));
    assertThatThrownBy(() -> auto(ROOT, 9000L, List.of(first), null))
        .hasMessageContaining("there are no 9000 user ids in a row");
  }

  @Test
  void theUserHimselfIsNotAmongIt() {
    assertThat(auto(USER, 65_536L, List.of(), null)).isEqualTo(same(new Range(0, 1, 65_536)));
    assertThatThrownBy(() -> auto(USER, 65_537L, List.of(), null))
        .hasMessageContaining("65537 user ids");
  }

  @Test
  void aPodThatKeepsTheUsersIdTakesNothingFromOthers() {
    IdMappings kept = USER.choose(new KeepId(null, null), () -> 0, List.of(), null);

    assertThat(auto(USER, 100L, List.of(kept), null)).isEqualTo(same(new Range(0, 65_437, 100)));
  }

  @Test
  void whatFilesHaveComesAgain() {
    IdMappings before = same(new Range(0, 1_003_000, 1500));

    assertThat(auto(ROOT, null, List.of(), before)).isEqualTo(same(new Range(0, 1_003_000, 1024)));
    assertThat(auto(ROOT, 2000L, List.of(), before)).isEqualTo(same(new Range(0, 1_003_000, 2000)));
    IdMappings neighbour = same(new Range(0, 1_004_500, 100));
    assertThatThrownBy(() -> auto(ROOT, 2000L, List.of(neighbour), before))
        .hasMessageContaining("ids that the pod cannot be given: 0:1003000:1500");
    assertThatThrownBy(() -> auto(ROOT, null, List.of(before), before))
        .hasMessageContaining("cannot be given");
  }

  @Test
  void idsThatAreNotHereAreRefused() {
    Mapped mapped = new Mapped(same(new Range(0, 65_530, 10)));

    assertThat(ROOT.choose(mapped, () -> 0, List.of(), null)).isEqualTo(mapped.ids());
    assertThatThrownBy(() -> USER.require(mapped))
        .hasMessageContaining("no user id 65539 here to be mapped: the last one is 65536");
  }

  @Test
  void linesOfOthersAndOfNobodyArePassedOver() {
    String text = "alice:1:2\ncontainers:5:6\ncontainers:x:6\ncontainers:7\n containers:8:0\n";

    assertThat(SubordinateIds.parse(text, "containers")).containsExactly(new Span(5, 6));
  }
}
