package dev.jpod.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.engine.CgroupPlaces.Init;
import dev.jpod.host.HostUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In folders that look like the kernel's; who may write where is told by the test. */
class CgroupPlacesTests {
  private static final HostUser ANNA = new HostUser(1000);
  private static final String SERVICE = "/user.slice/user-1000.slice/user@1000.service";

  @TempDir private Path mount;
  private final Set<Path> writable = new TreeSet<>();
  private Init init = Init.SYSTEMD;

  @Test
  void rootHasTheWholeHost() {
    assertThat(places("").find(HostUser.ROOT)).isEqualTo(new CgroupPlace.Below("/jpod"));
  }

  @Test
  void onVersion1TheFolderOfTheUserCounts() throws IOException {
    version1("memory", "cpu", "systemd");
    for (String hierarchy : Set.of("memory", "cpu", "systemd")) {
      delegate(hierarchy + "/user-1000");
    }

    assertThat(places("1:cpu:/\n").find(ANNA)).isEqualTo(new CgroupPlace.Below("/user-1000/jpod"));
  }

  @Test
  void onVersion1TheCgroupOfTheSessionCountsWhereItIsTheUsersInAllHierarchies() throws IOException {
    version1("memory", "cpu");
    delegate("memory/login/7");
    delegate("cpu/login/7");

    assertThat(places("2:memory:/login/7\n1:cpu:/login/7\n").find(ANNA))
        .isEqualTo(new CgroupPlace.Below("/login/7/jpod"));
  }

  @Test
  void onVersion1AFolderThatOneHierarchyLacksIsNone() throws IOException {
    version1("memory", "cpu", "pids");
    delegate("memory/user-1000");
    delegate("cpu/user-1000");
    folder("pids/user-1000");

    assertThat(places("1:cpu:/\n").find(ANNA))
        .isInstanceOfSatisfying(
            CgroupPlace.None.class,
            none -> {
              assertThat(none.reason()).isEqualTo("no cgroup is delegated to user 1000");
              assertThat(none.hint()).contains("'/user-1000' in every hierarchy");
            });
  }

  @Test
  void theHierarchyOfVersion2BesideThoseOfVersion1NeedNotBeDelegated() throws IOException {
    version1("memory");
    folder("unified");
    Files.createFile(mount.resolve("unified/cgroup.controllers"));
    delegate("memory/user-1000");

    assertThat(places("1:memory:/\n0::/\n").find(ANNA))
        .isEqualTo(new CgroupPlace.Below("/user-1000/jpod"));
  }

  @Test
  void onVersion2ItIsTheHighestFolderOfTheUserAboveTheProcess() throws IOException {
    version2();
    folder("user.slice/user-1000.slice");
    delegate(SERVICE.substring(1));
    delegate(SERVICE.substring(1) + "/app.slice");
    delegate(SERVICE.substring(1) + "/app.slice/run-1.scope");

    assertThat(places("0::" + SERVICE + "/app.slice/run-1.scope\n").find(ANNA))
        .isEqualTo(new CgroupPlace.Below(SERVICE + "/jpod"));
  }

  @Test
  void onVersion2ASessionOutsideOfWhatIsDelegatedIsToldHowToGetInside() throws IOException {
    version2();
    delegate(SERVICE.substring(1));
    folder("user.slice/user-1000.slice/session-3.scope");

    assertThat(places("0::/user.slice/user-1000.slice/session-3.scope\n").find(ANNA))
        .isInstanceOfSatisfying(
            CgroupPlace.None.class,
            none -> {
              assertThat(none.reason()).contains("outside of '" + SERVICE + "'");
              assertThat(none.hint()).contains("systemd-run --user --scope");
            });
  }

  @Test
  void onVersion2NothingIsNobodys() throws IOException {
    version2();

    for (String own : Set.of("0::/\n", "0::/../other\n", "", "7:memory:/x\n")) {
      assertThat(places(own).find(ANNA))
          .isInstanceOfSatisfying(
              CgroupPlace.None.class,
              none -> assertThat(none.hint()).contains("Delegate=cpu cpuset io memory pids"));
    }
  }

  @Test
  void onVersion2WithoutSystemdAnAdministratorMakesTheFolder() throws IOException {
    version2();
    init = Init.OTHER;

    assertThat(places("0::/\n").find(ANNA))
        .isInstanceOfSatisfying(
            CgroupPlace.None.class,
            none ->
                assertThat(none.hint())
                    .contains("'" + mount + "/user-1000' owned by this user")
                    .doesNotContain("systemd"));
  }

  @Test
  void whereNothingIsMountedNothingIsDelegated() {
    assertThat(places("1:cpu:/\n").find(ANNA)).isInstanceOf(CgroupPlace.None.class);
  }

  @Test
  void whatIsAboveAFolderOfJpodIsKnownFromItsPath() {
    assertThat(CgroupPlace.Below.above("/jpod/abc")).isEmpty();
    assertThat(CgroupPlace.Below.above("/user-1000/jpod/pod/abc")).isEqualTo("/user-1000");
    assertThat(new CgroupPlace.Below("/user-1000/jpod").folder()).isEqualTo("/user-1000");
  }

  private CgroupPlaces places(String own) {
    return new CgroupPlaces(mount, own, init, writable::contains);
  }

  private void version1(String... hierarchies) throws IOException {
    for (String hierarchy : hierarchies) {
      folder(hierarchy);
    }
  }

  private void version2() throws IOException {
    Files.createFile(mount.resolve("cgroup.controllers"));
  }

  private void folder(String path) throws IOException {
    Path folder = Files.createDirectories(mount.resolve(path));
    Files.createFile(folder.resolve("cgroup.procs"));
  }

  private void delegate(String path) throws IOException {
    folder(path);
    writable.add(mount.resolve(path));
    writable.add(mount.resolve(path).resolve("cgroup.procs"));
  }
}
