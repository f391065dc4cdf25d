package dev.jpod.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.host.IdMap;
import dev.jpod.model.JpodException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContainerUserResolverTests {
  private static final String PASSWD =
      """
      root:x:0:0:root:/root:/bin/sh
      # a comment
      broken:x:not-a-number:0::/:/bin/sh
      huge:x:99999999999:0::/:/bin/sh
      short:x:7
      app:x:1000:1001:App,,,:/home/app:/bin/sh
      1000:x:3000:3000:named like a number:/three:/bin/sh
      homeless:x:1002:1002::relative:/bin/sh
      again:x:0:5:second root:/other:/bin/sh
      """;

  private static final String GROUP =
      """
      root:x:0:
      wheel:x:10:root,app
      video:x:44:someone,app
      apps:x:1001:
      """;

  private final ContainerUserResolver image = new ContainerUserResolver(PASSWD, GROUP, IdMap.ALL);
  private final ContainerUserResolver scratch = new ContainerUserResolver("", "", IdMap.ALL);

  @Test
  void nobodyAskedForIsRoot() {
    assertThat(image.resolve(null, List.of()))
        .isEqualTo(new ContainerUser(0, 0, List.of(10L), "/root"))
        .isEqualTo(image.resolve("", List.of()));
    assertThat(scratch.resolve(null, List.of())).isEqualTo(ContainerUser.ROOT);
  }

  @Test
  void aNameBringsItsGroupItsOtherGroupsAndItsHome() {
    assertThat(image.resolve("app", List.of()))
        .isEqualTo(new ContainerUser(1000, 1001, List.of(10L, 44L), "/home/app"));
  }

  @Test
  void aNamedEntryWinsOverANumber() {
    assertThat(image.resolve("1000", List.of()).uid()).isEqualTo(3000);
    assertThat(image.resolve("1002", List.of()).gid()).isEqualTo(1002);
  }

  @Test
  void aGroupOfItsOwnTakesThePlaceOfTheUsersGroups() {
    assertThat(image.resolve("app:video", List.of()))
        .isEqualTo(new ContainerUser(1000, 44, List.of(), "/home/app"));
    assertThat(image.resolve("app:77", List.of()).gid()).isEqualTo(77);
    assertThat(image.resolve(":video", List.of()).gid()).isEqualTo(44);
  }

  @Test
  void numbersNeedNoEntry() {
    assertThat(scratch.resolve("33:44", List.of("5", "4", "5")))
        .isEqualTo(new ContainerUser(33, 44, List.of(4L, 5L), "/"));
    assertThat(scratch.resolve("33", List.of()))
        .isEqualTo(new ContainerUser(33, 0, List.of(), "/"));
    assertThat(image.resolve("homeless", List.of()).home()).isEqualTo("/");
  }

  @Test
  void additionalGroupsJoinThoseOfTheUser() {
    assertThat(image.resolve("app", List.of("apps", "7")).additionalGids())
        .containsExactly(7L, 10L, 44L, 1001L);
  }

  @Test
  void namesWithoutAnEntryAreRefused() {
    assertThatThrownBy(() -> image.resolve("nobody", List.of()))
        .isInstanceOf(JpodException.class)
        .hasMessage("the image has no user 'nobody' in its /etc/passwd");
    assertThatThrownBy(() -> image.resolve("app:staff", List.of()))
        .hasMessage("the image has no group 'staff' in its /etc/group");
    assertThatThrownBy(() -> image.resolve("app", List.of("staff")))
        .hasMessageContaining("'staff'");
    assertThatThrownBy(() -> image.resolve("broken", List.of())).hasMessageContaining("'broken'");
    assertThatThrownBy(() -> image.resolve("-1", List.of())).hasMessageContaining("'-1'");
  }

  @Test
  void numbersBeyondTheKernelsAreRefused() {
    assertThat(scratch.resolve("4294967294", List.of()).uid()).isEqualTo(4294967294L);
    for (String number : List.of("4294967295", "99999999999999999999")) {
      assertThatThrownBy(() -> scratch.resolve(number, List.of()))
          .isInstanceOf(JpodException.class)
          .hasMessageContaining("'" + number + "' is not a user or group id");
    }
  }

  @Test
  void idsThatThereAreNotInTheUserNamespaceAreRefused() {
    ContainerUserResolver few = new ContainerUserResolver(PASSWD, GROUP, new IdMap(1001, 45));

    assertThat(few.resolve("999:44", List.of()).uid()).isEqualTo(999);
    assertThatThrownBy(() -> few.resolve("1001:44", List.of()))
        .hasMessage(
            "the container asks for user 1001, and this user namespace has those from 0 to 1000")
        .satisfies(
            e -> assertThat(((JpodException) e).hint()).contains("'jpod doctor' says how to get"));
    assertThatThrownBy(() -> few.resolve("app", List.of())).hasMessageContaining("group 1001");
    assertThatThrownBy(() -> few.resolve("5", List.of("77"))).hasMessageContaining("group 77");
    ContainerUserResolver one = new ContainerUserResolver("", "", new IdMap(1, 1));
    assertThat(one.resolve("0", List.of())).isEqualTo(ContainerUser.ROOT);
    assertThatThrownBy(() -> one.resolve("1", List.of()))
        .hasMessage("the container asks for user 1, and this user namespace has none but 0");
  }
}
