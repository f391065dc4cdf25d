package dev.jpod.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterfaceNamesTests {
  private static final int LONGEST = 15;

  private final InterfaceNames names = InterfaceNames.of(Path.of("/var/lib/jpod"));
  private final InterfaceNames others = InterfaceNames.of(Path.of("/srv/jpod"));

  @Test
  void aStoreKnowsItsOwnAndNoOther() {
    String bridge = names.bridge("shop_default", Set.of());
    String link = names.link("a".repeat(64), "shop_default", Set.of());

    assertThat(bridge).hasSizeLessThanOrEqualTo(LONGEST);
    assertThat(link).hasSizeLessThanOrEqualTo(LONGEST);
    assertThat(names.isBridge(bridge)).isTrue();
    assertThat(names.isLink(link)).isTrue();
    assertThat(names.isLink(bridge)).isFalse();
    assertThat(names.isBridge(link)).isFalse();
    assertThat(others.isBridge(bridge)).isFalse();
    assertThat(others.isLink(link)).isFalse();
    assertThat(others.table()).isNotEqualTo(names.table());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "jp", "docker0", "jpXXXXXXb00000", "jp\"; flush ruleset"})
  void whatSomebodyElseCalledSoIsNotOurs(String name) {
    assertThat(names.isBridge(name)).isFalse();
    assertThat(names.isLink(name)).isFalse();
  }

  @Test
  void theSameNetworkHasTheSameBridgeUnlessTheNameIsTaken() {
    String first = names.bridge("shop_default", Set.of());

    assertThat(names.bridge("shop_default", Set.of())).isEqualTo(first);
    assertThat(names.bridge("shop_default", Set.of(first))).isNotEqualTo(first);
  }

  @Test
  void thousandsOfLinksHaveNamesOfTheirOwn() {
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < 5000; i++) {
      assertThat(taken.add(names.link("pod" + i, "net", taken))).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abcde", "ABCDEF", "abcdeg", "abcdef0"})
  void aTagIsSixHexadecimalDigits(String tag) {
    assertThatThrownBy(() -> new InterfaceNames(tag)).isInstanceOf(IllegalArgumentException.class);
  }
}
