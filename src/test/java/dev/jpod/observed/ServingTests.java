package dev.jpod.observed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.model.PodKey;
import dev.jpod.observed.Serving.Contender;
import dev.jpod.observed.Takeover.Stage;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ServingTests {
  private static final PodKey WEB = new PodKey("shop", "web", 0);

  private static Contender pod(String id, int generation, @Nullable Takeover takeover) {
    return new Contender(id, WEB, generation, takeover);
  }

  private static Contender standby(String id, int generation, String from) {
    return pod(id, generation, new Takeover(from, Stage.STANDBY));
  }

  private static Contender serving(String id, int generation, String from) {
    return pod(id, generation, new Takeover(from, Stage.SERVING));
  }

  private static List<String> thoseWhoServe(Contender... pods) {
    Serving serving = Serving.among(List.of(pods));
    return Stream.of(pods).map(Contender::id).filter(serving::serves).toList();
  }

  @Test
  void whoeverStandsAloneServes() {
    assertThat(thoseWhoServe(pod("a", 1, null), pod("b", 2, null))).containsExactly("a", "b");
    assertThat(thoseWhoServe(serving("b", 2, "gone"))).containsExactly("b");
  }

  @Test
  void ofAPairOneServes() {
    assertThat(thoseWhoServe(pod("a", 1, null), standby("b", 2, "a"))).containsExactly("a");
    assertThat(thoseWhoServe(pod("a", 1, null), serving("b", 2, "a"))).containsExactly("b");
    assertThat(thoseWhoServe(serving("b", 2, "a"), pod("a", 1, null))).containsExactly("b");
  }

  @Test
  void whoIsOnStandbyServesNobodyEvenAlone() {
    assertThat(thoseWhoServe(standby("b", 2, "gone"))).isEmpty();
  }

  @Test
  void thoseLeftFromBeforeThePairAreSilentWhetherTheirSuccessorIsThereOrNot() {
    assertThat(thoseWhoServe(pod("a", 1, null), serving("b", 2, "a"), serving("c", 3, "b")))
        .containsExactly("c");
    assertThat(thoseWhoServe(pod("a", 1, null), serving("c", 3, "b"))).containsExactly("c");
    assertThat(thoseWhoServe(pod("a", 1, null), serving("b", 2, "a"), standby("c", 3, "b")))
        .containsExactly("b");
  }

  @Test
  void otherReplicasServeOnTheirOwn() {
    PodKey next = new PodKey("shop", "web", 1);
    assertThat(
            thoseWhoServe(
                new Contender("x", next, 1, null),
                new Contender("y", null, 0, null),
                pod("a", 1, null),
                serving("b", 2, "a")))
        .containsExactly("x", "y", "b");
  }

  @Test
  void whoComesLaterWithoutATakeoverIsNotSilenced() {
    assertThat(thoseWhoServe(serving("b", 2, "a"), pod("c", 3, null))).containsExactly("b", "c");
  }
}
