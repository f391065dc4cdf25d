package dev.jpod.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTests {
  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "web", "web-1", "a-b-c"})
  void labelsAreThoseOfDns(String name) {
    assertThat(Names.problemWithLabel(name)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a-", "A", "a.b", "a_b", "a/b", "..", "ä", "a b", "a\n"})
  void whatCouldBecomeAnotherPathOrArgumentIsNoLabel(String name) {
    assertThat(Names.problemWithLabel(name)).isNotNull();
    assertThatThrownBy(() -> new InstanceKey(name, "a", 0, "a"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void labelsEndAt63CharactersAndResourceNamesAt128() {
    assertThat(Names.problemWithLabel("a".repeat(63))).isNull();
    assertThat(Names.problemWithLabel("a".repeat(64))).isNotNull();
    assertThat(Names.problemWithResourceName("a".repeat(128))).isNull();
    assertThat(Names.problemWithResourceName("a".repeat(129))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", ".a", "-a", "_a", "a/b", "a b", "a:b", "é"})
  void resourceNamesNeitherHideNorLeaveTheirFolder(String name) {
    assertThat(Names.problemWithResourceName(name)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"site.conf", "db_data", "A-1", "9"})
  void resourceNamesMayLookLikeFileNames(String name) {
    assertThat(Names.problemWithResourceName(name)).isNull();
  }

  @Test
  void instancesAreShownAsPeopleWriteThem() {
    InstanceKey alone = new InstanceKey("shop", "web", 0, "web");
    InstanceKey member = new InstanceKey("shop", "web", 1, "nginx");
    assertThat(List.of(alone.display(), alone.containerName()))
        .containsExactly("web[0]", "shop-web-0");
    assertThat(List.of(member.display(), member.containerName()))
        .containsExactly("web[1].nginx", "shop-web-1-nginx");
    assertThat(alone).isLessThan(member).isEqualTo(new InstanceKey("shop", "web", 0, "web"));
  }
}
